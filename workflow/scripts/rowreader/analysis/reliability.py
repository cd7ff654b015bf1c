"""Reliability of probabilities: of the missing pixels said to be ink with about this probability,
how many are ink? And how far from the probabilities would that be if they were right? Numpy and
scipy only."""

import numpy as np
from scipy import stats

from .gaps import fillings
from .intervals import CONFIDENCE

BINS = 10  # of the same width, from 0 to 1
DRAWS = 1000


def bins_of(predicted):
    """The bin of each probability, from 0."""
    return np.minimum((predicted * BINS).astype(int), BINS - 1)


def reliability(predicted, truth):
    """Return a dict for each bin of probabilities that occurs. predicted: p(pixel = 1) of the
    missing pixels, (n, missing), a row an image; truth: their values.

    bin, from 1; pixels and images in it; the mean predicted probability and the observed share of
    ink; and Wilson's interval of the share. The missing pixels of one image are not independent,
    so the interval counts images: where a bin has several pixels of an image it is rather too wide.
    """
    numbers = bins_of(predicted)
    found = []
    for number in np.unique(numbers):
        inside = numbers == number
        share, images = float(truth[inside].mean()), int(inside.any(axis=1).sum())
        low, high = map(float, wilson(share, images))
        row = {"bin": int(number) + 1, "pixels": int(inside.sum()), "images": images}
        row |= {"predicted_share": float(predicted[inside].mean()), "observed_share": share}
        found.append(row | {"observed_low": low, "observed_high": high})
    return found


def wilson(share, number):
    """The interval of a share, or of an array of shares, of `number` independent draws (Wilson
    1927): it stays within 0 and 1, and has a width where the share is 0 or 1."""
    z = float(stats.norm.ppf((1 + CONFIDENCE) / 2))
    middle = (share + z**2 / (2 * number)) / (1 + z**2 / number)
    spread = share * (1 - share) / number + (z / (2 * number)) ** 2
    half = z / (1 + z**2 / number) * np.sqrt(spread)
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)


def calibration(predicted, truths):
    """How far predictions (n, missing) are from each of several truths, (draws, n, missing). Return
    the expected calibration errors, (draws,): the mean over the pixels of how far their bin's share
    of ink is from its mean prediction. And in how many bins the interval leaves the latter out."""
    numbers = bins_of(predicted)
    errors, outside = np.zeros(len(truths)), np.zeros(len(truths), int)
    for number in np.unique(numbers):
        inside = numbers == number
        said, shares = predicted[inside].mean(), truths[:, inside].mean(1)
        low, high = wilson(shares, inside.any(axis=1).sum())
        errors += inside.sum() / predicted.size * np.abs(shares - said)
        outside += (said < low) | (said > high)
    return errors, outside


def drawn_fillings(posteriors, draws=DRAWS, seed=0):
    """Fillings drawn from posteriors (n, fillings), uint8 (draws, n, missing): what the truth would
    be like if these probabilities were right."""
    ends = posteriors.cumsum(1)
    chance = np.random.default_rng(seed).random((draws, len(posteriors), 1)) * ends[:, -1:]
    return fillings(int(np.log2(posteriors.shape[1])))[(chance >= ends).sum(-1)]
