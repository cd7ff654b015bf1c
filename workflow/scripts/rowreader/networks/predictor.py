"""The pixel predictor as a plain Keras model of stock layers: each pixel from those before it."""

import keras
from keras import layers

from ..cells import CELLS
from ..cells.lookup import cell_of
from ..data.images import COLUMNS, ROWS
from ..run.names import parse_model
from .store import load_model

PIXELS = ROWS * COLUMNS
LONGEST_MEMORY = 2 * COLUMNS  # steps; the pixel above lies one row of the image back


def build_predictor(name, settings, gate_bias, pixels=PIXELS):
    """Return the Keras model: binarized pixels (batch, pixels, 1) to logits (batch, pixels, 1),
    where logit t is of pixel t + 1, given the pixels up to t; the last one predicts nothing.

    name: such as "gru-32" or "lstm-3x32". settings: the section `models` of the configuration, for
    the cells' options. gate_bias: "chrono", see set_chrono_bias, or "keras", as Keras starts it.
    Initial weights come from keras.utils.set_random_seed.
    """
    cell, depth, units = parse_model(name)
    make, options = CELLS[cell].layer_class, CELLS[cell].layer_options(settings)
    stack = [layers.Input((pixels, 1), name="pixels"), layers.Dense(units, name="affine")]
    for layer in range(1, depth + 1):
        stack.append(make(units, return_sequences=True, name=f"{cell}_{layer}", **options))
    model = keras.Sequential([*stack, layers.Dense(1, name="logit")], name="predictor")
    if gate_bias == "chrono":
        for layer in filter(cell_of, model.layers):
            set_chrono_bias(layer)
    return model


def set_chrono_bias(layer, longest=LONGEST_MEMORY):
    """Let each unit of a recurrent layer keep its state for a time of its own, up to about
    `longest` steps: chrono initialization (Tallec & Ollivier 2018).

    A gate that is 1 - 1/T at every step forgets in about T steps, and its logit is log(T - 1): so
    the bias of the gate that keeps the state is the log of a uniform number between 1 and
    `longest`. Set here, not by an initializer, so that Keras loads the model without our code.
    """
    cell, bias = cell_of(layer), layer.cell.bias.numpy()
    kept = keras.ops.log(keras.random.uniform((layer.units,), 1, longest))
    first = bias if bias.ndim == 1 else bias[0]  # reset_after: one for the input, one for the state
    for gate, sign in cell.memory.items():
        start = cell.columns.index(gate) * layer.units
        first[start : start + layer.units] = sign * kept
    layer.cell.bias.assign(bias)


def load_predictor(path):
    """Return the stock Keras model of a predictor; a UserError if the file is damaged."""
    return load_model(path, (PIXELS, 1), (PIXELS, 1), rule="train_predictor")
