"""Rows counted from an image's own ink instead of from the top. Numpy only."""

import numpy as np


def aligned(values, rows, offsets):
    """Take each image's values at its own row plus each offset.

    values: (n, steps, ...). rows: an index a row for each image, such as its first row with ink.
    Returns the values (m, offsets, ...) of the m images that have all of these rows, so that every
    offset is seen on the same images, and which images these are: bool (n,).
    """
    wanted = np.asarray(rows)[:, None] + np.asarray(offsets)
    inside = ((wanted >= 0) & (wanted < values.shape[1])).all(axis=1)
    return values[np.flatnonzero(inside)[:, None], wanted[inside]], inside


def aligned_mean(values, rows, offsets):
    """Mean over the images of `aligned`: (offsets, ...); NaN where no image has all rows."""
    taken, _ = aligned(values, rows, offsets)
    return taken.mean(axis=0, dtype=np.float64) if len(taken) else np.full(taken.shape[1:], np.nan)


def usual_offsets(rows, steps, before, after, share=0.9):
    """Return the offsets from -before to after, cut to those that `share` of the images have."""
    low, high = (
        int(np.quantile(np.minimum(room, wanted), 1 - share, method="lower"))
        for room, wanted in ((rows, before), (steps - 1 - np.asarray(rows), after))
    )
    return np.arange(-max(low, 0), max(high, 0) + 1)


def same_mix(values, labels, first, second):
    """Means of the values (n,) over two groups of images (bool (n,) each), with the labels in the
    same mixture: each label weighs as many images as the group with fewer of it has. NaN where the
    groups share no label."""
    sums, weight = np.zeros(2), 0
    for label in np.unique(labels):
        parts = [values[group & (labels == label)] for group in (first, second)]
        least = min(map(len, parts))
        if least:
            sums += [least * part.mean() for part in parts]
            weight += least
    return sums / weight if weight else np.full(2, np.nan)
