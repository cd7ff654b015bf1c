"""Logits and log-likelihoods of binary pixels, in double precision. Numpy only."""

import numpy as np
from scipy.special import expit


def log_likelihoods(logits, pixels):
    """log p(pixel) in nats of each pixel, 0 or 1, of which `logits` are the log-odds of a 1."""
    signed = np.where(pixels, logits, -np.asarray(logits, np.float64))
    return -np.logaddexp(0, -signed)


def probabilities(logits):
    """p(pixel = 1) of logits."""
    return expit(np.asarray(logits, np.float64))
