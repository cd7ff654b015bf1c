"""Training images moved a little, anew in each epoch: shifted, turned, scaled, sheared."""

import math

import keras
import tensorflow as tf

NONE = {"shifts": 0, "rotation": 0, "scaling": 0, "shear": 0}
"""Most that an image is moved by: pixels, degrees, and shares of a length."""

DRAWS = 6  # random numbers an image


def moved(images, draws, most):
    """Return the images, each moved by an affine map of its own about its middle; blank comes in.

    images: uint8 (batch, rows, columns) of zeros and ones; so are those returned: a pixel is ink
    where at least half of it is, by bilinear interpolation. draws: (batch, DRAWS) in [0, 1), drawn
    uniformly. most: see NONE; a shift is of whole pixels, each number of them as likely.
    """
    down, right = (
        tf.floor(draws[:, n] * (2 * most["shifts"] + 1)) - most["shifts"] for n in (0, 1)
    )
    angle, *scales, shear = tf.unstack(2 * draws[:, 2:] - 1, axis=1)
    angle = math.radians(most["rotation"]) * angle
    wide, high = (1 + most["scaling"] * scale for scale in scales)
    shear = most["shear"] * shear
    # From a pixel's (column, row) to where it comes from: the rotation times [wide shear; 0 high].
    cosine, sine = tf.cos(angle), tf.sin(angle)
    columns = [cosine * wide, cosine * shear - sine * high]
    rows = [sine * wide, sine * shear + cosine * high]
    middle = [(size - 1) / 2 for size in (images.shape[2], images.shape[1])]
    columns.append(middle[0] - right - columns[0] * middle[0] - columns[1] * middle[1])
    rows.append(middle[1] - down - rows[0] * middle[0] - rows[1] * middle[1])
    zero = tf.zeros_like(angle)
    pixels = keras.ops.image.affine_transform(
        tf.cast(images[..., None], tf.float32),
        tf.stack([*columns, *rows, zero, zero], 1),
        data_format="channels_last",
    )
    return tf.cast(pixels[..., 0] >= 0.5, images.dtype)
