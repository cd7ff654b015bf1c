"""When a network decides, and images that show it. Numpy only.

Predictions are the digits (n, steps) read out after each row: index t is after t + 1 rows.
"""

import numpy as np
from scipy.special import softmax

from ..data.images import CLASSES

LAST = 5  # steps looked at closely, as the homework asks


def decision_rows(predictions):
    """Rows read when the decision is made: from then on the prediction never changes.

    Returns int (n,), from 1 to steps.
    """
    steps = predictions.shape[1]
    differs = predictions != predictions[:, -1:]
    last_differing = np.where(differs.any(1), steps - differs[:, ::-1].argmax(1), 0)
    return last_differing + 1


def already_final(predictions):
    """Share of the images whose prediction after each row is already the last one: (steps,)."""
    return (predictions == predictions[:, -1:]).mean(axis=0)


def accuracies(predictions, labels):
    """Share of the images read correctly after each row: (steps,)."""
    return (predictions == np.asarray(labels)[:, None]).mean(axis=0)


def predicted_shares(predictions, classes=CLASSES):
    """Share of all images that are called each digit after each row: (classes, steps)."""
    return np.stack([(predictions == digit).mean(axis=0) for digit in range(classes)])


def choose_examples(predictions, last_logits, labels):
    """Indices of four images: decided early, at the median, late (all read correctly), mistaken.

    The mistaken one is the most confident mistake; where nothing is mistaken it is the least
    confident image. Where nothing is read correctly the others are chosen among all. Ties: lowest.
    """
    rows = decision_rows(predictions)
    correct = predictions[:, -1] == labels
    pool = np.flatnonzero(correct if correct.any() else np.ones_like(correct))
    ordered = pool[np.argsort(rows[pool], kind="stable")]
    wrong = np.flatnonzero(~correct)
    confidence = softmax(last_logits.astype(np.float64), axis=1).max(1)
    mistaken = wrong[confidence[wrong].argmax()] if len(wrong) else confidence.argmin()
    return np.array([ordered[0], ordered[len(ordered) // 2], ordered[-1], mistaken])
