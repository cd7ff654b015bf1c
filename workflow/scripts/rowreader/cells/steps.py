"""A cell over all steps in numpy, every gate in sight: for theory and for traces."""

import numpy as np

from . import CELLS


def run(cell, inputs, weights, every=1):
    """Run the cell of this name from the zero state over inputs (batch, steps, features).

    Returns {name: (batch, steps // every, units)} of each of its states and of what its step
    returns, gates and candidate, at each `every`-th step.
    """
    cell = CELLS[cell]
    units = weights[1].shape[0]
    state = tuple(np.zeros((len(inputs), units), inputs.dtype) for _ in cell.states)
    history = []
    for number, x in enumerate(np.moveaxis(inputs, 1, 0), start=1):
        state, gates = cell.step(x, state, *weights)
        if number % every == 0:
            history.append(dict(zip(cell.states, state, strict=True)) | gates)
    return {name: np.stack([now[name] for now in history], axis=1) for name in history[0]}
