"""Test images that are moved by a few pixels."""

import numpy as np

SHIFT = 2  # pixels
DIRECTIONS = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}


def moved(images, direction, pixels=SHIFT):
    """Return the images (n, rows, columns) moved by so many pixels; blank pixels come in, and what
    leaves the image is lost."""
    result = images
    for axis, step in enumerate(DIRECTIONS[direction], start=1):
        if step:
            result = np.roll(result, step * pixels, axis)
            blank = slice(pixels) if step > 0 else slice(result.shape[axis] - pixels, None)
            result[(slice(None),) * axis + (blank,)] = 0
    return result
