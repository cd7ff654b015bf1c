"""Random LSTMs and GRUs with gates pinned at will: the material of question 1's computations.

Many networks are drawn at once, as one wide cell: its recurrent weights are zero between units of
different networks, so that each network is a cell of its own that reads the same inputs.
"""

import numpy as np

from ..cells import CELLS

ON, OFF = 1000.0, -1000.0  # arguments whose sigmoid is exactly 1 and 0 in double precision
DRAWS, UNITS, FEATURES, BATCH, STEPS = 100, 4, 4, 10, 28


def random_cell(cell, rng, scale=1.0, draws=DRAWS, units=UNITS, features=FEATURES):
    """Return (kernel, recurrent kernel, bias) of `draws` networks of `units` units, side by side;
    every weight is normal with standard deviation `scale`."""
    width, gates = draws * units, len(CELLS[cell].columns)
    same_network = np.kron(np.eye(draws), np.ones((units, units)))
    return (
        scale * rng.normal(size=(features, gates * width)),
        scale * rng.normal(size=(width, gates * width)) * np.tile(same_network, gates),
        scale * rng.normal(size=gates * width),
    )


def random_inputs(rng):
    """Return BATCH sequences (batch, steps, features) of standard normal inputs."""
    return rng.normal(size=(BATCH, STEPS, FEATURES))


def columns(cell, weights, gate):
    """Return the slice of the weights' columns that belongs to a gate, or to the candidate."""
    width = len(weights[1])
    start = CELLS[cell].columns.index(gate) * width
    return slice(start, start + width)


def pin(cell, weights, **gates):
    """Return a copy of the weights whose named gates (or candidate) ignore input and state: their
    argument is the constant given."""
    kernel, recurrent, bias = (part.copy() for part in weights)
    for gate, argument in gates.items():
        chosen = columns(cell, weights, gate)
        kernel[:, chosen] = recurrent[:, chosen] = 0
        bias[chosen] = argument
    return kernel, recurrent, bias


def without_feedback(cell, weights):
    """Return a copy of the weights whose candidate does not see the state: its U is zero."""
    recurrent = weights[1].copy()
    recurrent[:, columns(cell, weights, "candidate")] = 0
    return weights[0], recurrent, weights[2]


def squashed_input(cell, inputs, weights):
    """Return tanh(W x + b) of the candidate, the state that holds the input alone: (batch, steps,
    width)."""
    chosen = columns(cell, weights, "candidate")
    return np.tanh(inputs @ weights[0][:, chosen] + weights[2][chosen])


def follow(cell, inputs, weights, kept):
    """Run a cell from the state `kept` (an LSTM's c, with h = 0): its states and gates by step."""
    c = h = kept
    hidden = np.zeros_like(kept)
    history = []
    for x in np.moveaxis(inputs, 1, 0):
        if cell == "lstm":
            (hidden, c), gates = CELLS["lstm"].step(x, (hidden, c), *weights)
            history.append({"state": c, "output": hidden, "keep": gates["f"], "take": gates["i"]})
        else:
            (h,), gates = CELLS["gru"].step(x, (h,), *weights)
            history.append({"state": h, "output": h, "keep": gates["z"], "take": 1 - gates["z"]})
    return {name: np.stack([step[name] for step in history]) for name in history[0]}


def largest(first, second=0.0):
    """The largest absolute difference of two arrays."""
    return float(np.abs(first - second).max())
