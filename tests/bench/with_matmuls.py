"""The limit: the matrix products of a training step of the recurrent layers, and nothing else.

Forward, every step multiplies all weights with what it reads; backward come the gradient of what
it reads (in the lowest layer of the hidden state alone) and that of the weights. By NumPy, which
calls its BLAS with the least around it, on matrices that stay in the cache.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

import turns

arguments, images, _ = turns.start()

import numpy as np
from rowreader.cells import CELLS


def products(cell, layers, units):
    """Yield (rows, inner, columns) of each product at one row of the image, sequences last."""
    for layer in range(layers):
        features = units if layer else images.shape[2]
        backward = units + (features if layer else 0)
        read = features + 1 + units
        for width in [blocks * units for blocks in CELLS[cell].products]:
            yield width, read, turns.BATCH
            yield backward, width, turns.BATCH
            yield width, turns.BATCH, read


shapes = list(products(arguments.cell, arguments.layers, arguments.units))
matrices = [
    [np.ones(shape, np.float32) for shape in ((rows, inner), (inner, columns), (rows, columns))]
    for rows, inner, columns in shapes
]


def train(_):
    for _ in range(turns.STEPS * images.shape[1]):
        for a, b, out in matrices:
            np.matmul(a, b, out=out)


turns.take(train)
