"""The networks as plain Keras models of stock layers: what is trained, saved and evaluated."""

import keras
from keras import layers

from ..cells import CELLS
from ..data.images import CLASSES, COLUMNS, ROWS
from ..run.names import WHOLE_IMAGE, parse_model


def build_model(name, settings, rows=ROWS, columns=COLUMNS):
    """Return the Keras model: images (batch, rows, columns) in [0, 1] to logits (batch, 10).

    name: such as "gru-32" or "lstm-3x32", or one of names.WHOLE_IMAGE. settings: the section
    `models` of the configuration. Initial weights come from keras.utils.set_random_seed.
    """
    inputs = layers.Input((rows, columns), name="image")
    whole = name in WHOLE_IMAGE
    stack = _whole_image(name) if whole else _row_reader(*parse_model(name), settings)
    if not whole and settings["step_reads"] == "pixel":
        stack = [layers.Reshape((rows * columns, 1), name="pixels"), *stack]
    return keras.Sequential([inputs, *stack, layers.Dense(CLASSES, name="logits")], name="model")


def _row_reader(cell, depth, units, settings):
    """The homework's network: row -> affine -> cell(s) -> ReLU -> dense ReLU (-> logits)."""
    make, options = CELLS[cell].layer_class, CELLS[cell].layer_options(settings)
    yield layers.Dense(units, name="affine")
    if settings["batch_normalization"]:
        yield layers.BatchNormalization(name="batch_normalization")
    for layer in range(1, depth + 1):
        yield make(units, return_sequences=layer < depth, name=f"{cell}_{layer}", **options)
    yield layers.ReLU(name="relu")
    if settings["dropout"]:
        yield layers.Dropout(settings["dropout"], name="dropout")
    yield layers.Dense(settings["head_units"], activation="relu", name="head")


def _whole_image(name):
    """The four models of the homework's first part, without their last layer."""
    if name == "convolutional":
        yield layers.Reshape((ROWS, COLUMNS, 1), name="channel")
        for number in (1, 2):
            yield layers.Conv2D(
                8, 3, padding="same", activation="relu", name=f"convolution_{number}"
            )
            yield layers.MaxPooling2D(2, name=f"pool_{number}")
    yield layers.Flatten(name="flatten")
    for number in range({"linear": 0, "dense-2x32": 2}.get(name, 1)):
        yield layers.Dense(32, activation="relu", name=f"dense_{number + 1}")
