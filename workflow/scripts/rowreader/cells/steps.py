"""LSTM and GRU one step at a time in numpy, every gate in sight: for theory and for traces.

Conventions as in Keras: an LSTM's kernel holds the columns i, f, c, o (Hochreiter & Schmidhuber
1997, Gers et al. 2000), a GRU's z, r, candidate with the reset gate before the product (Cho et al.
2014), and h = z h + (1 - z) candidate: z = 1 keeps the state.
"""

import numpy as np
from scipy.special import expit as sigmoid


def lstm_step(x, state, kernel, recurrent_kernel, bias):
    """Return the new (h, c) and the gates {"i", "f", "o", "candidate"}, each (batch, units)."""
    h, c = state
    z_i, z_f, z_c, z_o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=1)
    i, f, o, candidate = sigmoid(z_i), sigmoid(z_f), sigmoid(z_o), np.tanh(z_c)
    c = f * c + i * candidate
    return (o * np.tanh(c), c), {"i": i, "f": f, "o": o, "candidate": candidate}


def gru_step(x, state, kernel, recurrent_kernel, bias):
    """Return the new (h,) and the gates {"z", "r", "candidate"}, each (batch, units)."""
    (h,) = state
    units = h.shape[1]
    from_input = x @ kernel + bias
    gates = sigmoid(from_input[:, : 2 * units] + h @ recurrent_kernel[:, : 2 * units])
    z, r = np.split(gates, 2, axis=1)
    candidate = np.tanh(from_input[:, 2 * units :] + (r * h) @ recurrent_kernel[:, 2 * units :])
    return (z * h + (1 - z) * candidate,), {"z": z, "r": r, "candidate": candidate}


def run(cell, inputs, weights, every=1):
    """Run "lstm" or "gru" from the zero state over inputs (batch, steps, features).

    Returns {name: (batch, steps // every, units)} of the hidden state "h", an LSTM's "c", and
    every gate, at each `every`-th step.
    """
    step, names = {"lstm": (lstm_step, ("h", "c")), "gru": (gru_step, ("h",))}[cell]
    units = weights[1].shape[0]
    state = tuple(np.zeros((len(inputs), units), inputs.dtype) for _ in names)
    history = []
    for number, x in enumerate(np.moveaxis(inputs, 1, 0), start=1):
        state, gates = step(x, state, *weights)
        if number % every == 0:
            history.append(dict(zip(names, state, strict=True)) | gates)
    return {name: np.stack([now[name] for now in history], axis=1) for name in history[0]}
