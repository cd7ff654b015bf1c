"""Measures of a classifier from its logits, in double precision."""

import numpy as np
from scipy.special import log_softmax

from ..data.images import CLASSES


def cross_entropy(logits, labels):
    """Mean over the images of -log softmax(logits)[label], in nats. logits: (n, classes)."""
    log_probabilities = log_softmax(np.asarray(logits, np.float64), axis=-1)
    return float(-log_probabilities[np.arange(len(labels)), labels].mean())


def accuracy(logits, labels):
    """Share of the images whose largest logit is the label's."""
    return float((np.argmax(logits, axis=-1) == labels).mean())


def confusion(predicted, labels, classes=CLASSES):
    """Counts (classes, classes): row the label, column the prediction."""
    counts = np.zeros((classes, classes), int)
    np.add.at(counts, (labels, predicted), 1)
    return counts
