"""In-painting: the distribution of a few missing pixels given all others, exactly.

By Bayes p(filling | others) = p(image with the filling) / the sum of that over all fillings, which
are 2 ** k for k missing pixels. A predictor gives p(image) as a product of conditionals. Those of
the pixels before the gap are the same for all fillings and cancel, so the network reads them once;
it then reads each filling to the end of the image, since all later conditionals see the gap.

The first pixel has no conditional. Its factor is taken to be the same, one half, for blank and ink,
so that it cancels, too; the log-probabilities here leave it out, as the networks' loss does.
"""

import numpy as np
from scipy.special import log_softmax

from ..networks.stepper import repeated
from .gaps import GAPS, choose_gaps, filled, filling_numbers, fillings, missing_pixels
from .likelihoods import log_likelihoods

ROWS_AT_ONCE = 1024  # sequences that a network reads side by side: they fit a processor's cache


def log_probabilities(network, images, gaps):
    """log p of each image with each filling of its gap, in nats, (n, fillings), without the factor
    of the first pixel. network: a Stepper; images: (n, pixels); gaps: (n, missing), sorted."""
    number = 2 ** gaps.shape[1]
    found = np.empty((len(images), number))
    order = np.argsort(gaps[:, 0], kind="stable")  # those side by side begin at about the same time
    size = max(ROWS_AT_ONCE // number, 1)
    for chosen in np.split(order, range(size, len(order), size)):
        found[chosen] = _from_the_gap_on(network, images[chosen], gaps[chosen])
    return found


def _from_the_gap_on(network, images, gaps):
    """See `log_probabilities`: read all up to the first gap once, the rest with each filling."""
    start, number = gaps[:, 0].min(), 2 ** gaps.shape[1]
    before, state = network.read(images[:, :start])
    copies = filled(images, gaps).reshape(-1, images.shape[1])
    after, _ = network.read(copies[:, start:-1], repeated(state, number))
    # Logit t is of pixel t + 1: the last one before the gap is already of a missing pixel.
    logits = np.concatenate([np.repeat(before, number, axis=0), after], axis=1)
    return log_likelihoods(logits, copies[:, 1:]).sum(1).reshape(-1, number)


def log_probabilities_by(logits_of, images, gaps):
    """The same for a rival, which is quick. logits_of: from images (m, pixels) to the log-odds of
    each pixel after the first, (m, pixels - 1), each from earlier pixels alone."""
    found = []
    for start in range(0, len(images), 100):
        copies = filled(images[start : start + 100], gaps[start : start + 100])
        flat = copies.reshape(-1, copies.shape[2])
        likelihoods = log_likelihoods(logits_of(flat), flat[:, 1:])
        found.append(likelihoods.sum(1).reshape(copies.shape[:2]))
    return np.concatenate(found)


def log_posteriors(log_probabilities):
    """log p(filling | all other pixels), (n, fillings), from log p(image with the filling)."""
    return log_softmax(log_probabilities, axis=1)


def marginals(log_posterior):
    """p(pixel = 1 | all known pixels) of each missing pixel, (n, missing)."""
    return np.exp(log_posterior) @ fillings(int(np.log2(log_posterior.shape[1])))


def outcomes(images, gaps, values, found=None):
    """What came of each gap, {column: (n,)}: how many pixels are missing, and how many of those are
    restored by the filling `values` (n, missing); whether all are.

    found: log p of the images with each filling, see `log_probabilities`. Then also the probability
    of the true filling, its cost and that of the most probable one given all other pixels, in nats,
    and what the whole image costs with either, without its first pixel.
    """
    truth = missing_pixels(images, gaps)
    restored = (values == truth).sum(1)
    missing = gaps.shape[1]
    columns = {
        "missing": np.full(len(gaps), missing),
        "restored": restored,
        "whole": (restored == missing).astype(int),
    }
    if found is not None:
        each = np.arange(len(gaps))
        right, best = filling_numbers(truth), found.argmax(1)
        posterior = log_posteriors(found)
        columns |= {
            "probability": np.exp(posterior[each, right]),
            "truth": -posterior[each, right],
            "best": -posterior[each, best],
            "image_truth": -found[each, right],
            "image_best": -found[each, best],
        }
    return columns


def inpaint_all(images, name, count, seed, weigh=None, fill=None):
    """In-paint `count` images (n, rows, columns) with a gap of each kind; the gaps depend on
    images, count and seed alone. By a model of pixels or by a rule, called `name`:

    weigh: from images (m, pixels) and gaps to log p of the images with each filling;
    fill: from the same to the values of the missing pixels, where there is no such model.

    Returns a list of rows, a dict a gap (see `outcomes`), and {name: array}: of each kind of gap
    the images' indices, the gaps, the true values, and by a model the log-posteriors.
    """
    rows, arrays = [], {}
    for number, (kind, shape) in enumerate(GAPS.items()):
        chosen, gaps = choose_gaps(images, shape, count, [seed, number])
        pixels = images[chosen].reshape(len(chosen), -1)
        arrays |= {f"{kind}_images": chosen, f"{kind}_gaps": gaps}
        arrays[f"{kind}_truth"] = missing_pixels(pixels, gaps)
        found = weigh(pixels, gaps) if weigh else None
        if weigh:
            arrays[f"{kind}_log_posteriors"] = log_posteriors(found)
        values = fillings(gaps.shape[1])[found.argmax(1)] if weigh else fill(pixels, gaps)
        columns = outcomes(pixels, gaps, values, found)
        for place, image in enumerate(chosen):
            row = {"model": name, "gap": kind, "image": int(image)}
            rows.append(row | {key: column[place] for key, column in columns.items()})
    return rows, arrays
