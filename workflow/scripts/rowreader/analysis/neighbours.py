"""A pixel's odds from counts: how often it is ink after each pattern of its nearest causal
neighbours, as the bi-level coder JBIG predicts it. The simple rival of the networks. Numpy only."""

import numpy as np

from ..data.images import COLUMNS, ROWS

NEIGHBOURS = 12
SMOOTHING = 0.5  # is added to both counts: Krichevsky & Trofimov's, it keeps odds finite
BATCH = 1000


def nearest(number=NEIGHBOURS):
    """Return the (row, column) offsets of the nearest pixels that come before one, (number, 2):
    by distance, then by row."""
    reach = range(-COLUMNS, COLUMNS + 1)
    before = [(row, column) for row in reach for column in reach if (row, column) < (0, 0)]
    before.sort(key=lambda offset: (offset[0] ** 2 + offset[1] ** 2, offset))
    return np.array(before[:number])


def patterns(images, number=NEIGHBOURS):
    """Return, for each pixel, the pattern of its neighbours as one whole number: (n, rows,
    columns). images: zeros and ones, (n, rows, columns); what lies beside an image is blank."""
    offsets = nearest(number)
    margin = np.abs(offsets).max()
    rows, columns = images.shape[1:]
    padded = np.pad(images, ((0, 0), (margin, 0), (margin, margin)))
    found = np.zeros(images.shape, np.int32)
    for row, column in offsets:
        top, left = margin + row, margin + column
        found = 2 * found + padded[:, top : top + rows, left : left + columns]
    return found


def fit(images, number=NEIGHBOURS):
    """Return the log-odds of ink after each pattern, (2 ** number,). images: see `patterns`.

    The first pixel of an image is not counted: the networks do not predict it, either.
    """
    counts = np.full((2, 2**number), SMOOTHING)
    for start in range(0, len(images), BATCH):
        batch = images[start : start + BATCH]
        found = patterns(batch, number).reshape(len(batch), -1)[:, 1:]
        for value in (0, 1):
            inked = batch.reshape(len(batch), -1)[:, 1:] == value
            counts[value] += np.bincount(found[inked], minlength=2**number)
    return np.log(counts[1] / counts[0])


def logits(table, images):
    """Return the log-odds of ink of each pixel after the first, (n, 783). table: of `fit`;
    images: (n, 28, 28) or (n, 784), zeros and ones."""
    images = np.asarray(images).reshape(-1, ROWS, COLUMNS)
    number = int(np.log2(len(table)))
    return table[patterns(images, number).reshape(len(images), -1)[:, 1:]]


def frequencies(images):
    """Return the log-odds of ink of each pixel after the first, (783,), wherever it lies. images:
    zeros and ones, (n, rows, columns)."""
    inked = images.reshape(len(images), -1)[:, 1:].sum(0, dtype=np.int64)
    return np.log((inked + SMOOTHING) / (len(images) - inked + SMOOTHING))


def frequency_logits(table, images):
    """What `logits` does, of the table of `frequencies`: the same for every image."""
    return np.broadcast_to(table, (len(images), len(table)))
