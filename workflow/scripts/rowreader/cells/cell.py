"""What a cell type says of itself, whatever asks: networks, traces, theory, notebook, figures.

TensorFlow and Keras are imported where they are used: the configuration and the figures ask too.
"""


class Cell:
    """A recurrent cell: the stock Keras layer that it is, and what there is to know of it.

    A cell needs the five attributes without a value, and `step`. The fused form is for speed:
    without `products` a cell has none, and is trained by the stock layer.
    """

    name: str  # in the configuration and in the models' names
    title: str  # as the report prints it
    layer: str  # the class of its layer in keras.layers
    states: tuple  # what it carries from step to step; the first, h, is what it shows
    columns: tuple  # the blocks of units in Keras's weights, in order
    gates = {}  # the blocks that are gates, between 0 and 1: {symbol: word}
    memory = {}  # the gates that keep the state: {symbol: 1 if open keeps it, -1 if closed does}
    options = ()  # the settings of the section `models` that its layer takes
    products = ()  # fused: the blocks of units that each product of a step computes

    @property
    def layer_class(self):
        import keras

        return getattr(keras.layers, self.layer)

    def layer_options(self, settings):
        """The options of its layer. settings: the section `models` of the configuration."""
        return {key: settings[key] for key in self.options}

    def step(self, x, state, kernel, recurrent_kernel, bias):
        """Do one step in numpy.

        x: (batch, features). state: a (batch, units) for each of `states`. The weights in Keras's
        layout: (features, columns x units), (units, columns x units), (columns x units,).
        Returns the new state, and {gate: (batch, units)}.
        """
        raise NotImplementedError

    # The fused form, driven by networks/recurrence.py. Its tensors are feature-major: (units,
    # batch). A state is a tuple, empty where it is zero because nothing was read yet.

    def not_fused(self, options):
        """Why the fused form cannot compute this cell, or None if it can. options: of the layer,
        or the section `models` of the configuration."""
        return None if self.products else "has no fused form"

    def fused_order(self, weights):
        """Order Keras's columns, (..., columns x units), as `products` compute them."""
        return weights

    def fused_step(self, weights, seen, state):
        """Do one step: weights: a matrix for each of `products`, over [x, 1, h], and without h's
        columns where the state is empty. seen: x and 1, (features, batch) and (1, batch).

        Returns the new state, what each product has read, and what `fused_gradient` needs.
        """
        raise NotImplementedError

    def fused_gradient(self, recurrent, kept, state, d_state):
        """Go one step back. recurrent: h's part of each of the weights, transposed. kept: from
        `fused_step`. state: what the step started from, d_state: the gradient of what it made,
        None where nothing used it.

        Returns the gradient of what each product gave, and of `state`, () if that is empty.
        """
        raise NotImplementedError
