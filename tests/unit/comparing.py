"""What tests that compare two ways to compute a network share."""

from contextlib import contextmanager

import keras
import numpy as np
import tensorflow as tf
from rowreader.data.images import first_ink_rows


def random_batch(seed, batch, rows, columns, ordered=True):
    """Images with blank rows first, some blank throughout; ordered: as `batches` does."""
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 2, size=(batch, rows, columns), dtype=np.uint8)
    images[np.arange(rows) < rng.integers(0, rows + 1, size=(batch, 1))] = 0
    if ordered:
        images = images[np.argsort(first_ink_rows(images))]
    return tf.constant(images), tf.constant(rng.integers(0, 10, size=batch))


def randomize(model, seed):
    """Random biases too: at their initial zeros a wrong bias gradient could hide."""
    rng = np.random.default_rng(seed)
    for variable in model.trainable_variables:
        variable.assign(variable + 0.3 * rng.normal(size=variable.shape))


@contextmanager
def precision(dtype):
    before = keras.config.dtype_policy()  # set_floatx does not change it once a layer was made
    keras.config.set_dtype_policy(dtype)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)
