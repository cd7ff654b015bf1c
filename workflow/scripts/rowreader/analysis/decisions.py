"""When a network decides, and images that show it. Numpy only.

A step is one row; arrays over steps have 28 entries, index t for the state after t + 1 rows.
"""

import numpy as np
from scipy.special import softmax


def decision_rows(logits):
    """Rows read when the decision is made: after them the arg-max over the digits never changes.

    logits: (n, steps, classes), read out at each step. Returns int (n,), from 1 to steps.
    """
    predicted = logits.argmax(-1)
    differs = predicted != predicted[:, -1:]
    steps = logits.shape[1]
    last_differing = np.where(differs.any(1), steps - differs[:, ::-1].argmax(1), 0)
    return last_differing + 1


def choose_examples(logits, labels):
    """Indices of four images: decided early, at the median, late (all read correctly), mistaken.

    The mistaken one is the most confident mistake; where nothing is mistaken it is the least
    confident image. Where nothing is read correctly the others are chosen among all. Ties: lowest.
    """
    rows = decision_rows(logits)
    last = softmax(logits[:, -1].astype(np.float64), axis=1)
    correct = last.argmax(1) == labels
    pool = np.flatnonzero(correct if correct.any() else np.ones_like(correct))
    ordered = pool[np.argsort(rows[pool], kind="stable")]
    wrong = np.flatnonzero(~correct)
    confidence = last.max(1)
    mistaken = wrong[confidence[wrong].argmax()] if len(wrong) else confidence.argmin()
    chosen = [ordered[0], ordered[len(ordered) // 2], ordered[-1], mistaken]
    return np.array(chosen)
