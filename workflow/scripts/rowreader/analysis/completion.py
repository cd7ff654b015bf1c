"""Completing images: sample the unknown pixels from a predictor, one after the other.

The cross-entropy of a network's own samples estimates the entropy of what it predicts; that of the
true pixels is what its predictions cost. Where that is more, the truth surprises the network more
than it expects to be.
"""

import dataclasses

import numpy as np
from scipy import ndimage
from scipy.stats import entropy

from ..networks.stepper import repeated
from ..run.errors import UserError
from .intervals import CONFIDENCE, mean_over_images
from .likelihoods import log_likelihoods, probabilities

KNOWN = 484  # pixels; the other 300 of an image are unknown
LENGTHS = (1, 10, 28, 300)  # of the next pixels: one, ten, a row, all the rest
DRAWS = 10_000


def choose_images(number, count, seed):
    """Return the sorted indices of `count` of `number` images, or of all, each as likely."""
    return np.sort(np.random.default_rng(seed).permutation(number)[:count])


def complete(network, images, samples, seed, known=KNOWN):
    """Sample the pixels after the first `known` of images (n, pixels), and weigh the true ones.

    network: a Stepper. It reads the known pixels once; each sample goes on from there, and reads
    what it draws. A shorter completion is the beginning of a longer one: pixels are drawn in order.

    Returns the samples, uint8 (n, samples, unknown), and in nats what each of their pixels cost and
    what each of the true ones did, (n, samples, unknown) and (n, unknown).
    """
    before, state = network.read(images[:, :known])
    truth = images[:, known:]
    after, _ = network.read(truth[:, :-1], state)
    true_logits = np.concatenate([before[:, -1:], after], axis=1)
    drawn, logits = sample(network, before[:, -1], state, truth.shape[1], samples, seed)
    return drawn, -log_likelihoods(logits, drawn), -log_likelihoods(true_logits, truth)


def sample(network, logits, state, steps, samples, seed):
    """Draw the next `steps` pixels, `samples` times, from where a network is: the logits (n,) of
    the next pixel, and its state. Returns pixels, uint8, and their logits, (n, samples, steps)."""
    rng = np.random.default_rng(seed)
    logits, state = np.repeat(logits, samples), repeated(state, samples)
    drawn = np.empty((len(logits), steps), np.uint8)
    kept = np.empty((len(logits), steps), logits.dtype)
    for t in range(steps):
        kept[:, t] = logits
        drawn[:, t] = rng.random(len(logits)) < probabilities(logits)
        if t + 1 < steps:
            logits, state = network.step(drawn[:, t], state)
    shape = (-1, samples, steps)
    return drawn.reshape(shape), kept.reshape(shape)


def totals(nats, lengths=LENGTHS):
    """Sum the nats of the first pixels, for each length: (..., unknown) to (..., lengths)."""
    return np.cumsum(nats, axis=-1)[..., np.array(lengths) - 1]


def binary_entropy(chances):
    """What a pixel costs in the mean, in nats, if one of its values has this probability, (n,)."""
    chances = np.asarray(chances, np.float64)
    return entropy([chances, 1 - chances])


def skewed_interval(truth, chances, draws=DRAWS, seed=0):
    """The Mean of what the true pixels cost more than their entropy, (n,), one an image.

    truth: nats; chances: the probability of each true pixel. Few costly pixels make the mean so
    skewed that Student's interval is none. This one leaves out zero where the mean lies outside of
    the middle 95 % of those of pixels drawn with the probabilities themselves.
    """
    chances = np.asarray(chances, np.float64)
    found = mean_over_images(truth - binary_entropy(chances))
    right = np.random.default_rng(seed).random((draws, len(chances))) < chances
    with np.errstate(divide="ignore"):  # a certain pixel is never drawn wrong
        costs = np.where(right, -np.log(chances), -np.log1p(-chances))
    means = costs.mean(1) - binary_entropy(chances).mean()
    low, high = np.quantile(means, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return dataclasses.replace(found, low=found.mean - high, high=found.mean - low)


def hole_counts(images):
    """How many holes the ink of each image (n, rows, columns) has: areas of blank pixels, side by
    side, that ink closes off from the border. Ink pixels that touch by a corner close."""
    blank = np.pad(images == 0, ((0, 0), (1, 1), (1, 1)), constant_values=True)
    return np.array([ndimage.label(image)[1] - 1 for image in blank])


def overlaps(drawn, truth):
    """Mean over the samples of intersection over union of their ink with the true one's, (n,): 1 is
    the same ink, 0 is none in common. drawn: (n, samples, unknown); truth: (n, unknown). Where
    neither has ink they are the same."""
    drawn, truth = drawn.astype(bool), truth.astype(bool)[:, None]
    either = (drawn | truth).sum(-1)
    return np.where(either, (drawn & truth).sum(-1) / np.maximum(either, 1), 1.0).mean(1)


def spreads(drawn):
    """Mean over all pairs of samples of the number of pixels that differ, (n,); 0 of one sample."""
    samples = drawn.shape[1]
    inked = drawn.sum(1, dtype=np.int64)  # of each pixel: how many samples have ink there
    return (inked * (samples - inked)).sum(-1) / max(samples * (samples - 1) / 2, 1)


def choose_examples(drawn, truth):
    """Return {kind: index} of three different images.

    best: the largest overlap (see `overlaps`) of the samples with the truth; worst: the smallest;
    varied: of the others, the one whose samples differ most (see `spreads`). Images whose unknown
    part has no ink are left out, where that leaves three: to leave it blank is no feat. The first
    of equal images counts. Raises UserError for fewer than three images.
    """
    if len(truth) < 3:
        raise UserError(f"data.test = {len(truth)}: three images are shown completed; take more")
    inked = np.flatnonzero(truth.any(axis=1))
    left = inked if len(inked) >= 3 else np.arange(len(truth))
    overlap = overlaps(drawn, truth)
    chosen = {}
    for kind, value in (("best", overlap), ("worst", -overlap), ("varied", spreads(drawn))):
        chosen[kind] = int(left[np.argmax(value[left])])
        left = left[left != chosen[kind]]
    return chosen
