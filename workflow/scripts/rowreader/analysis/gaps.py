"""Gaps in images: where they are, and with what they can be filled. Numpy only.

Gaps are (n, missing): the indices, in reading order, of the missing pixels of each image.
"""

import numpy as np

from ..data.images import COLUMNS
from ..run.errors import UserError

GAPS = {"pixel": (1, 1), "patch": (2, 2)}  # rows, columns


def fillings(missing):
    """All fillings of so many pixels, uint8 (2 ** missing, missing): binary numbers, in order."""
    numbers = np.arange(2**missing)[:, None]
    return (numbers >> np.arange(missing)[::-1] & 1).astype(np.uint8)


def filled(images, gaps):
    """Each image (n, pixels) with each filling of its gap (n, missing): (n, fillings, pixels)."""
    values = fillings(gaps.shape[1])
    copies = np.repeat(images[:, None], len(values), axis=1)
    places = np.broadcast_to(gaps[:, None], (len(images), *values.shape))
    np.put_along_axis(copies, places, values[None], axis=2)
    return copies


def missing_pixels(images, gaps):
    """The true values of the missing pixels, (n, missing)."""
    return np.take_along_axis(images, gaps, axis=1)


def filling_numbers(values):
    """The number of each filling (n, missing) in `fillings`, (n,)."""
    return values.astype(np.int64) @ (1 << np.arange(values.shape[1])[::-1])


def gap_places(image, height, width):
    """Return the places of a gap in an image (rows, columns) that are not trivial, (places, height
    x width), each the indices of its pixels in reading order.

    Not trivial: the gap lies within the bounding box of the image's ink, and the pixels around it,
    8 of a single one, are neither all blank nor all ink. That looks at known pixels alone, apart
    from the box.
    """
    rows, columns = (np.flatnonzero(image.any(axis)) for axis in (1, 0))
    if not len(rows):
        return np.empty((0, height * width), int)
    outside = 2  # neither blank nor ink
    padded = np.pad(image, 1, constant_values=outside)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (height + 2, width + 2))
    around = np.ones((height + 2, width + 2), bool)
    around[1:-1, 1:-1] = False
    ring = windows[..., around]
    mixed = (ring == 0).any(-1) & (ring == 1).any(-1)
    inside = np.zeros(mixed.shape, bool)
    inside[rows[0] : rows[-1] - height + 2, columns[0] : columns[-1] - width + 2] = True
    corners = np.flatnonzero(np.pad(mixed & inside, ((0, height - 1), (0, width - 1))))
    offsets = np.add.outer(np.arange(height) * image.shape[1], np.arange(width)).ravel()
    return corners[:, None] + offsets


def choose_gaps(images, shape, count, seed):
    """Choose `count` images (n, rows, columns), or all that have a place (see `gap_places`), and a
    gap in each, every place as likely. Returns the images' indices, sorted, and the pixels' indices
    (count, missing). Raises UserError if no image has a place."""
    rng = np.random.default_rng(seed)
    gaps = {}
    for index in rng.permutation(len(images)):
        if len(gaps) == count:
            break
        if len(places := gap_places(images[index], *shape)):
            gaps[int(index)] = places[rng.integers(len(places))]
    if not gaps:
        raise UserError("no test image has ink around a gap; raise data.test")
    chosen = sorted(gaps)
    return np.array(chosen), np.stack([gaps[index] for index in chosen])


def ink_around(images, gaps):
    """Which share of the 8 pixels around each missing one is ink, (n,); places outside of the image
    count as blank. images: (n, rows, columns); gaps: (n, 1)."""
    rows, columns = np.divmod(gaps[:, 0], images.shape[2])
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    each = np.arange(len(images))[:, None, None]
    side = np.arange(3)
    windows = padded[each, rows[:, None, None] + side[:, None], columns[:, None, None] + side]
    return (windows.sum((1, 2)) - windows[:, 1, 1]) / 8


def left_neighbours(images, gaps, columns=COLUMNS):
    """Fill each missing pixel (n, missing) with the nearest known pixel to the left in its row, or
    blank where there is none."""
    found = np.zeros(gaps.shape, images.dtype)
    for index, gap in enumerate(gaps):
        for number, place in enumerate(gap):
            row = place - place % columns
            known = [left for left in range(row, place) if left not in gap]
            if known:
                found[index, number] = images[index, known[-1]]
    return found
