"""What a network costs: its parameters, and the multiplications for one image."""

import math

import numpy as np

from .build import is_recurrent


def parameters(model):
    """The number of trainable parameters."""
    return int(sum(np.prod(variable.shape) for variable in model.trainable_variables))


def multiplications(model):
    """The number of multiplications by a weight that one image costs."""
    return sum(_uses(layer) * _matrix_elements(layer) for layer in model.layers)


def _uses(layer):
    """How often an image meets the weights of a layer: at every row or position."""
    if is_recurrent(layer):
        return layer.input.shape[1]
    return math.prod(layer.output.shape[1:-1])


def _matrix_elements(layer):
    return sum(math.prod(w.shape) for w in layer.trainable_weights if "kernel" in w.name)
