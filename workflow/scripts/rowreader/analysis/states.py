"""States and gates over the steps: changes, blank rows, saturation. Numpy only."""

import numpy as np

LOW, HIGH = 0.1, 0.9  # a gate is saturated below or above


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


def saturation(gate):
    """Shares of the values below LOW and above HIGH, each (steps,). gate: (n, steps, units)."""
    return (gate < LOW).mean(axis=(0, 2)), (gate > HIGH).mean(axis=(0, 2))
