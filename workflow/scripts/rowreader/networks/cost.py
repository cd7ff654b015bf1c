"""What a network costs: its parameters, the multiplications for one image, the time to train."""

import math

import numpy as np

from ..cells import CELLS
from ..cells.lookup import cell_of
from ..run.names import WHOLE_IMAGE, parse_model

CONVOLUTIONAL_COST = 163  # its training takes about the time of an LSTM of 128 units


def parameters(model):
    """The number of trainable parameters."""
    return int(sum(np.prod(variable.shape) for variable in model.trainable_variables))


def multiplications(model):
    """The number of multiplications by a weight that one image costs."""
    return sum(_uses(layer) * _matrix_elements(layer) for layer in model.layers)


def _uses(layer):
    """How often an image meets the weights of a layer: at every row or position."""
    if cell_of(layer):
        return layer.input.shape[1]
    return math.prod(layer.output.shape[1:-1])


def _matrix_elements(layer):
    return sum(math.prod(w.shape) for w in layer.trainable_weights if "kernel" in w.name)


def training_cost(name):
    """A rough time of training, to schedule the longest first: multiplications in thousands for an
    image row, with 64 for the other work on each number that a cell computes."""
    if name in WHOLE_IMAGE:
        # Not 0, which is a figure's priority: other jobs wait for these trainings.
        return CONVOLUTIONAL_COST if name == "convolutional" else 1
    cell, layers, units = parse_model(name)
    return layers * len(CELLS[cell].columns) * units * (2 * units + 64) // 1000
