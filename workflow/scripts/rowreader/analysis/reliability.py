"""Reliability of probabilities: of the missing pixels said to be ink with about this probability,
how many are ink? Numpy and scipy only."""

import math

import numpy as np
from scipy import stats

from .intervals import CONFIDENCE

BINS = 10  # of the same width, from 0 to 1


def reliability(predicted, truth):
    """Return a dict for each bin of probabilities that occurs. predicted: p(pixel = 1) of the
    missing pixels, (n, missing), a row an image; truth: their values.

    bin, from 1; pixels and images in it; the mean predicted probability and the observed share of
    ink; and Wilson's interval of the share. The missing pixels of one image are not independent,
    so the interval counts images: where a bin has several pixels of an image it is rather too wide.
    """
    numbers = np.minimum((predicted * BINS).astype(int), BINS - 1)
    found = []
    for number in np.unique(numbers):
        inside = numbers == number
        share, images = float(truth[inside].mean()), int(inside.any(axis=1).sum())
        low, high = wilson(share, images)
        row = {"bin": int(number) + 1, "pixels": int(inside.sum()), "images": images}
        row |= {"predicted_share": float(predicted[inside].mean()), "observed_share": share}
        found.append(row | {"observed_low": low, "observed_high": high})
    return found


def wilson(share, number):
    """The interval of a share of `number` independent draws (Wilson 1927): it stays within 0 and 1,
    and has a width where the share is 0 or 1."""
    z = float(stats.norm.ppf((1 + CONFIDENCE) / 2))
    middle = (share + z**2 / (2 * number)) / (1 + z**2 / number)
    spread = share * (1 - share) / number + (z / (2 * number)) ** 2
    half = z / (1 + z**2 / number) * math.sqrt(spread)
    return max(middle - half, 0.0), min(middle + half, 1.0)
