"""States and gates over the steps: changes, blank rows, saturation, counting. Numpy only."""

import numpy as np

from ..cells import CELLS

LOW, HIGH = 0.1, 0.9  # a gate is saturated below or above
SATURATED = 0.9  # a state is saturated beyond it, either way
TOP = 10  # rows after which a cell is followed to the end: the image's upper third
GATES = {name: tuple(cell.gates) for name, cell in CELLS.items()}
"""The gates of each cell type, without its candidate."""


def state_changes(states):
    """Mean over the units of |s_t - s_{t-1}|, with s_0 = 0: (n, steps) of (n, steps, units)."""
    return np.abs(np.diff(states, axis=1, prepend=np.zeros_like(states[:, :1]))).mean(axis=2)


def blank_changes(changes, first_ink):
    """The change after each row that some image begins with blank, (rows,). All images share the
    state there. changes: (n, steps) of `state_changes`; first_ink: index of the first inked row."""
    return changes[np.argmax(first_ink), : max(first_ink)].astype(np.float64)


def saturation(gate):
    """Shares of the values below LOW and above HIGH, each (steps,). gate: (n, steps, units)."""
    return (gate < LOW).mean(axis=(0, 2)), (gate > HIGH).mean(axis=(0, 2))


def saturated_states(states):
    """Share of the states beyond SATURATED, either way: (steps,). states: (n, steps, units)."""
    return (np.abs(states) > SATURATED).mean(axis=(0, 2))


def kept_shares(forget, since=TOP):
    """What the forget gates (n, steps, units) leave in the end of each cell as it was after so many
    steps: (n, units)."""
    return forget[:, since:].prod(axis=1)


def onward_shares(states, first_ink):
    """For each unit: the share of steps, over all images from their first ink on, that move it
    towards the side of zero where it ends in the mean: (units,). One means that it only counts."""
    side = np.sign(states[:, -1].mean(axis=0))
    steps = np.diff(states, axis=1, prepend=np.zeros_like(states[:, :1]))
    inked = np.arange(states.shape[1]) >= np.asarray(first_ink)[:, None]
    onward = (steps * side > 0)[inked]
    return onward.mean(axis=0) if len(onward) else np.zeros(states.shape[2])
