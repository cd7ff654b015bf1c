"""What a trained network does over time: decisions, ink, probes, saturation. Numpy only.

A step is one row; arrays over steps have 28 entries, index t for the state after t + 1 rows.
"""

import numpy as np
from scipy.optimize import minimize
from scipy.special import softmax

LOW, HIGH = 0.1, 0.9  # a gate is saturated below or above


def decision_rows(logits):
    """Rows read when the decision is made: after them the arg-max over the digits never changes.

    logits: (n, steps, classes), read out at each step. Returns int (n,), from 1 to steps.
    """
    predicted = logits.argmax(-1)
    differs = predicted != predicted[:, -1:]
    steps = logits.shape[1]
    last_differing = np.where(differs.any(1), steps - differs[:, ::-1].argmax(1), 0)
    return last_differing + 1


def state_changes(hidden):
    """Mean over images and units of |h_t - h_{t-1}|, (steps,), with h_0 = 0."""
    return _changes(hidden).mean(axis=(0, 2), dtype=np.float64)


def _changes(hidden):
    """|h_t - h_{t-1}| of each image, step and unit, with h_0 = 0."""
    return np.abs(np.diff(hidden, axis=1, prepend=np.zeros_like(hidden[:, :1])))


def blank_start(hidden, first_ink):
    """While an image shows no ink yet: the largest difference between two images' states after the
    same number of blank rows, and the mean |h_t - h_{t-1}| there and after the first ink."""
    steps = np.arange(hidden.shape[1])
    blank = steps < first_ink[:, None]  # (n, steps): every row up to here is blank
    spread = max(
        (float(np.ptp(hidden[blank[:, t], t], axis=0).max()) for t in steps if blank[:, t].any()),
        default=0.0,
    )
    change = _changes(hidden).mean(axis=2)
    return {
        "blank_spread": spread,
        "blank_change": float(change[blank].mean()) if blank.any() else 0.0,
        "ink_change": float(change[~blank].mean()) if (~blank).any() else 0.0,
    }


def fit_probe(states, labels, start=None, classes=10, penalty=1e-4, iterations=100):
    """Fit a softmax regression from states (n, units) to labels.

    Returns the weights (units + 1, classes), the last row the bias.
    L2 penalty on all weights; L-BFGS from the weights `start`, or from zero.
    """
    inputs = np.column_stack([states, np.ones(len(states))]).astype(np.float64)
    targets = np.eye(classes)[labels]

    def loss(flat):
        weights = flat.reshape(-1, classes)
        logits = inputs @ weights
        shifted = logits - logits.max(1, keepdims=True)
        log_sum = np.log(np.exp(shifted).sum(1, keepdims=True))
        value = -((shifted - log_sum) * targets).sum() / len(inputs)
        slope = inputs.T @ (softmax(logits, axis=1) - targets) / len(inputs)
        value += penalty / 2 * (weights**2).sum()
        return value, (slope + penalty * weights).ravel()

    start = np.zeros((inputs.shape[1], classes)) if start is None else start
    found = minimize(
        loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": iterations}
    )
    return found.x.reshape(-1, classes)


def apply_probe(weights, states):
    return states @ weights[:-1] + weights[-1]


def saturation(gate):
    """Shares of the values below LOW and above HIGH, each (steps,). gate: (n, steps, units)."""
    return (gate < LOW).mean(axis=(0, 2)), (gate > HIGH).mean(axis=(0, 2))


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
