"""Question 1 as computations: what LSTM and GRU can store, and why neither contains the other.

Gates are set by their biases alone (zero weights), a bias of ±SATURATED standing for the limit.
"""

import numpy as np
from scipy.special import expit as sigmoid

from ..cells import CELLS
from ..cells.steps import run

STEPS = 28
SATURATED = 1000.0  # the sigmoid of ± this is 1 or 0 in double precision
UNITS, FEATURES, BATCH = 8, 4, 16
LEAK_BIASES = (1, 2, 4, 6, 8, 10)

lstm_step, gru_step = CELLS["lstm"].step, CELLS["gru"].step


def forced(cell, rng, candidate_bias=None, **gates):
    """Weights of a cell whose gates are constant at the given pre-activations.

    The candidate's weights are random, or with candidate_bias it is the constant tanh of that.
    """
    order = CELLS[cell].columns
    kernel = np.zeros((FEATURES, len(order), UNITS))
    recurrent = np.zeros((UNITS, len(order), UNITS))
    bias = np.zeros((len(order), UNITS))
    candidate = order.index("candidate")
    if candidate_bias is None:
        kernel[:, candidate] = rng.normal(size=(FEATURES, UNITS))
        recurrent[:, candidate] = rng.normal(size=(UNITS, UNITS))
        bias[candidate] = rng.normal(size=UNITS)
    else:
        bias[candidate] = candidate_bias
    for name, value in gates.items():
        bias[order.index(name)] = value
    return tuple(part.reshape(*part.shape[:-2], -1) for part in (kernel, recurrent, bias))


def demonstrations(seed=0):
    """Return {name: number}: every number that the answer to question 1 uses."""
    rng = np.random.default_rng(seed)
    inputs = rng.normal(size=(BATCH, STEPS, FEATURES))
    return {
        **store_input(inputs, rng),
        **keep_state(inputs, rng),
        **float32_limits(),
        **gru_against_lstm(inputs, rng),
    }


def _affine(inputs, weights, cell):
    columns = slice(2 * UNITS, 3 * UNITS)  # the candidate's, third in both orders
    return inputs @ weights[0][:, columns] + weights[2][columns]


def store_input(inputs, rng):
    """How far the stored state is from tanh(W x + b), and the input recovered from it."""
    on, off = SATURATED, -SATURATED
    closed = forced("lstm", rng, i=on, f=off, o=off)
    opened = closed[:2] + (forced("lstm", rng, i=on, f=off, o=on)[2],)
    opened[2][2 * UNITS : 3 * UNITS] = closed[2][2 * UNITS : 3 * UNITS]
    reset = forced("gru", rng, z=off, r=off)
    unreset = reset[:2] + (reset[2].copy(),)
    unreset[2][UNITS : 2 * UNITS] = on
    errors, states = {}, {}
    for name, cell, state, weights in (
        ("lstm_output_closed", "lstm", "c", closed),
        ("lstm_output_open", "lstm", "c", opened),
        ("gru_reset", "gru", "h", reset),
        ("gru_no_reset", "gru", "h", unreset),
    ):
        states[name] = run(cell, inputs, weights)[state]
        wanted = np.tanh(_affine(inputs, weights, cell))
        errors[f"store_{name}"] = float(np.abs(states[name] - wanted).max())
    # W is injective (4 inputs, 8 units), so the stored state gives the input back.
    kernel, _, bias = (part[..., 2 * UNITS : 3 * UNITS] for part in reset)
    small = inputs / 10  # away from the saturation of tanh
    stored = run("gru", small, reset)["h"]
    recovered = (np.arctanh(stored) - bias) @ np.linalg.pinv(kernel)
    return {**errors, "recovered_input": float(np.abs(recovered - small).max())}


def keep_state(inputs, rng):
    """Drift of a kept state over 28 steps, an LSTM's output meanwhile, and a finite gate's leak."""
    lstm = forced("lstm", rng, i=-SATURATED, f=SATURATED)
    gru = forced("gru", rng, z=SATURATED)
    output = rng.normal(size=(FEATURES, UNITS))
    lstm[0][:, 3 * UNITS :] = output  # o follows the input
    kept = rng.uniform(-1, 1, size=(BATCH, UNITS))
    c, h, outputs = kept, kept, []
    hidden = np.zeros_like(kept)
    for x in np.moveaxis(inputs, 1, 0):
        (hidden, c), _ = lstm_step(x, (hidden, c), *lstm)
        (h,), _ = gru_step(x, (h,), *gru)
        outputs.append(hidden)
    return {
        "keep_lstm_drift": float(np.abs(c - kept).max()),
        "keep_gru_drift": float(np.abs(h - kept).max()),
        "keep_lstm_output_range": float(np.ptp(np.stack(outputs), axis=0).max()),
        **{f"leak_{bias}": float(sigmoid(float(bias)) ** STEPS) for bias in LEAK_BIASES},
    }


def float32_limits():
    """The smallest whole bias whose sigmoid is exactly 1 in float32, and exactly 0 when negated."""
    biases = np.arange(1, 200, dtype=np.float32)
    with np.errstate(over="ignore", under="ignore"):
        ones = 1 / (1 + np.exp(-biases)) == 1
        zeros = 1 / (1 + np.exp(biases)) == 0
    return {"float32_one": int(biases[ones][0]), "float32_zero": int(biases[zeros][0])}


def gru_against_lstm(inputs, rng):
    """The natural map f = z, i = 1 - z, o = 1: where it fails, where it holds; and the converse."""
    half = run("gru", inputs, forced("gru", rng, candidate_bias=SATURATED, r=SATURATED))["h"]
    mapped = run("lstm", inputs, forced("lstm", rng, candidate_bias=SATURATED, o=SATURATED))["h"]
    counting = forced("lstm", rng, candidate_bias=SATURATED, i=SATURATED, f=SATURATED)
    count = run("lstm", inputs, counting)["c"]
    free = (
        10 * rng.normal(size=(FEATURES, 3 * UNITS)),
        10 * rng.normal(size=(UNITS, 3 * UNITS)),
        10 * rng.normal(size=3 * UNITS),
    )
    return {
        **{f"gru_half_{t + 1}": float(half[0, t, 0]) for t in range(3)},
        **{f"lstm_half_{t + 1}": float(mapped[0, t, 0]) for t in range(3)},
        "coincide": _coincidence(inputs, rng),
        "lstm_count": float(count[0, -1, 0]),
        "gru_largest": float(np.abs(run("gru", inputs, free)["h"]).max()),
    }


def _coincidence(inputs, rng):
    """Largest difference of a GRU with r = 1 and an LSTM with o = 1, f = z, i = 1 - z and no
    output tanh, from the same weights."""
    kernel, recurrent = (rng.normal(size=(n, 3 * UNITS)) for n in (FEATURES, UNITS))
    bias = rng.normal(size=3 * UNITS)
    for part in (kernel, recurrent):
        part[:, UNITS : 2 * UNITS] = 0
    bias[UNITS : 2 * UNITS] = SATURATED
    hidden = run("gru", inputs, (kernel, recurrent, bias))["h"]
    c = np.zeros((BATCH, UNITS))
    difference = 0.0
    for t, x in enumerate(np.moveaxis(inputs, 1, 0)):
        z = x @ kernel + c @ recurrent + bias
        f, candidate = sigmoid(z[:, :UNITS]), np.tanh(z[:, 2 * UNITS :])
        c = f * c + sigmoid(-z[:, :UNITS]) * candidate  # the LSTM's state is its output
        difference = max(difference, float(np.abs(c - hidden[:, t]).max()))
    return difference


def leak_curves():
    """What is left of a kept state after each of 28 steps: (biases, (len(biases), 29) shares)."""
    biases = np.array(LEAK_BIASES, float)
    return biases, sigmoid(biases)[:, None] ** np.arange(STEPS + 1)


def half_gate_curves():
    """States of the counter-example over 8 steps: GRU 1 - 2^-t and the mapped LSTM's tanh of it."""
    rng = np.random.default_rng(0)
    inputs = np.zeros((1, 8, FEATURES))
    gru = run("gru", inputs, forced("gru", rng, candidate_bias=SATURATED, r=SATURATED))["h"]
    lstm = run("lstm", inputs, forced("lstm", rng, candidate_bias=SATURATED, o=SATURATED))["h"]
    return gru[0, :, 0], lstm[0, :, 0]
