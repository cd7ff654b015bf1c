"""A Keras model that computes a stock model through the fused recurrence, with its variables."""

import inspect
import re

import keras
import tensorflow as tf

from ..cells.lookup import cell_of
from ..run.errors import UserError
from .recurrence import feature_major, grow, in_chunks, unrolled

MOST_UNROLLED_STEPS = 64  # longer sequences go in chunks: to trace each step takes too long
GROWING_ROWS = (3, 4, 5)  # of MNIST: most images are blank before, most have ink after
ALIKE = (keras.layers.Dense, keras.layers.BatchNormalization, keras.layers.ReLU)
"""Layers that make the same of a row whichever image it is in, so that blank rows stay alike."""

FREE = ("return_sequences", "unroll", "seed", "use_cudnn")
OF_A_WEIGHT = re.compile("(kernel|recurrent|bias)_(initializer|regularizer|constraint)")
"""Options of a recurrent layer that the fused recurrence honours, or that leave its function."""


class FusedModel(keras.Model):
    """Computes the function of a stock keras.Sequential through the fused recurrence, with its
    variables: training this model trains the stock model.

    Takes what the stock model takes, images (batch, rows, columns), and returns what it returns.
    Raises UserError for a stock model that the fused recurrence cannot compute.
    """

    def __init__(self, stock):
        super().__init__()
        if why := refusal(stock):
            raise UserError(f"the fused recurrence cannot compute this network: {why}")
        self.stock = stock
        self.built = True  # it has no variables but the stock model's

    def train_step(self, data):
        # Thousands of small operations in a chain: with one thread nothing runs side by side, and
        # the simplest executor, a list run from its start to its end, wastes least. A function of
        # its own, not inlined, because the executor is chosen for a whole function, and the rest of
        # Keras's, a loop over the dataset's batches, needs the usual one.
        with tf.experimental.function_executor_type("SINGLE_THREADED_EXECUTOR"):
            attributes = {"_noinline": True}
            return tf.function(
                super().train_step, autograph=False, experimental_attributes=attributes
            )(data)

    def call(self, images, training=False):
        x, widths = images, shared_starts(self.stock, images)
        for plain, recurrent in stages(self.stock.layers):
            affine = plain.pop() if recurrent and plain and is_affine(plain[-1]) else None
            if plain:
                x = tf.cast(x, plain[0].compute_dtype)
            for layer in plain:
                x = layer(x, training=training)
            if recurrent:
                x, widths = run_layers(recurrent, x, affine, widths), {}
        return x


def stages(layers):
    """Cut a stack into [(other layers, the recurrent ones on top of them), ...]."""
    stages = [([], [])]
    for layer in layers:
        recurrent = cell_of(layer) is not None
        if stages[-1][1] and not recurrent:
            stages.append(([], []))
        stages[-1][recurrent].append(layer)
    return stages


def run_layers(layers, x, affine, widths):
    """Run recurrent layers, one on the other, over x (batch, steps, features).

    affine: a Dense before them that is still to be applied, or None. widths: see shared_starts.
    Returns what the last layer is configured to: its last hidden state (batch, units), or all of
    them (batch, steps, units).
    """
    long, dtype = x.shape[1] > MOST_UNROLLED_STEPS, layers[0].compute_dtype
    steps = tf.transpose(x, (1, 2, 0))  # feature-major
    if long:
        steps = tf.cast(steps, dtype)
    else:
        steps = tf.unstack(steps, num=x.shape[1])
        for (start, end), width in widths.items():
            steps[start:end] = [step[:, :width] for step in steps[start:end]]
        steps = [tf.cast(step, dtype) for step in steps]
    for layer in layers:
        kernel, bias = layer.cell.kernel, layer.cell.bias
        if affine:  # nothing lies between: W (A x + a) + b = (W A) x + (W a + b), once, not a step
            bias = tf.linalg.matvec(kernel, affine.bias, transpose_a=True) + bias
            kernel, affine = tf.matmul(affine.kernel, kernel), None
        cell = cell_of(layer)
        weights = feature_major(cell, kernel, layer.cell.recurrent_kernel, bias)
        if long:
            steps = in_chunks(cell, weights, steps, layer.return_sequences)
        else:
            growing = [end for _, end in widths]
            steps, _ = unrolled(cell, weights, steps, layer.return_sequences, growing)
    if not layers[-1].return_sequences:
        return tf.transpose(steps if long else steps[0])
    if not long:
        steps = tf.stack([grow(step, steps[-1]) for step in steps] if widths else steps)
    return tf.transpose(steps, (2, 0, 1))


def shared_starts(stock, images):
    """Return {(first row, end): the number of images that these rows need to be computed for}.

    images: (batch, rows, columns), zero where blank. Images that are blank so far share one state,
    which depends on the weights alone: it is computed for one of them. With the images in the order
    of `batches`, earlier ink first, those after the last with ink in these rows are all blank, and
    sparing them spares a seventh of the work. Empty where a layer before the first recurrent one
    could make blank rows differ, such as dropout.
    """
    before, _ = stages(stock.layers)[0]
    if images.shape[1] > MOST_UNROLLED_STEPS or not all(type(layer) in ALIKE for layer in before):
        return {}
    growing = [row for row in GROWING_ROWS if row < images.shape[1]]
    batch = tf.shape(images)[0]
    ink = tf.transpose(tf.reduce_any(images[:, : GROWING_ROWS[-1]] != 0, 2))
    started = tf.reduce_max(tf.where(ink, tf.range(1, batch + 1), 0), 1)  # up to each row's last
    return {  # one blank image more, in whole vectors of 16
        (start, end): tf.minimum((tf.reduce_max(started[:end]) // 16 + 1) * 16, batch)
        for start, end in zip([0, *growing], growing, strict=False)
    }


def is_affine(layer):
    """Whether a layer is W x + b and nothing else, so that it can be joined with the next."""
    return (
        type(layer) is keras.layers.Dense
        and layer.activation is keras.activations.linear
        and layer.bias is not None
        and layer.activity_regularizer is None
    )


def uses_fused(stock, recurrence):
    """Whether the model trains through the fused recurrence. recurrence: the setting of that name;
    "auto" takes the stock layers on a GPU, and where they alone can do it. Raises UserError where
    "fused" is asked for and cannot be."""
    if recurrence == "keras" or not any(map(cell_of, stock.layers)):
        return False
    why = refusal(stock)
    if recurrence == "fused" and why:
        raise UserError(f"training.recurrence = 'fused': {why}; choose auto or keras")
    return why is None and (recurrence == "fused" or not tf.config.list_physical_devices("GPU"))


def refusal(stock):
    """Why the fused recurrence does not compute this model, in words, or None if it does."""
    if type(stock) is not keras.Sequential:
        return "it is no plain stack of layers"
    reasons = (_layer_refusal(layer) for layer in stock.layers)
    return next((reason for reason in reasons if reason), None)


def _layer_refusal(layer):
    """Any option that is not known to be honoured must have Keras's default, one of a later Keras
    too: what is refused, the stock layers train; what is overlooked, nothing would compute."""
    if isinstance(layer, keras.Model):
        return f"layer {layer.name} is a model itself"
    if layer.compute_mask(layer.input, None) is not None:
        return f"layer {layer.name} masks steps"
    cell = cell_of(layer)
    if cell is None:
        return None
    config = layer.get_config()
    if why := cell.not_fused(config):
        return f"{cell.title} {why}"
    for key, parameter in inspect.signature(cell.layer_class).parameters.items():
        usual = parameter.default
        free = key in (*FREE, *cell.options) or OF_A_WEIGHT.fullmatch(key)
        if usual is not inspect.Parameter.empty and not free and config[key] != usual:
            return f"layer {layer.name} has {key} = {config[key]}"
    if layer.input.shape[1] is None:
        return f"layer {layer.name} has no fixed number of steps"
    if layer.compute_dtype != layer.variable_dtype:
        return f"layer {layer.name} computes in another precision than its weights have"
    return None
