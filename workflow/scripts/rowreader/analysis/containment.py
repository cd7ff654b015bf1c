"""Question 1's third answer as computations: neither cell is a special case of the other."""

import numpy as np
from scipy.special import expit as sigmoid
from scipy.special import logit

from ..cells import CELLS
from ..cells.steps import run
from .random_cells import OFF, ON, columns, follow, largest, pin, random_cell, random_inputs

REACH_STEPS = 3
REACH_SCALES = (1, 10, 100)  # of the weights: from soft gates to saturated ones
LONE_BIAS = 5.0  # of the GRU that shows in one step what no LSTM can
INITIAL_SCALE = 10  # of the cells that random LSTMs start from
LONE = {"draws": 1, "units": 1}


def reach(cell, rng):
    """The largest |h_t| that random networks at several scales show from the zero state, at each
    of the first steps."""
    found = []
    for scale in REACH_SCALES:
        inputs = random_inputs(rng)[:, :REACH_STEPS]
        hidden = run(cell, inputs, random_cell(cell, rng, scale))["h"]
        found.append(np.abs(hidden).max(axis=(0, 2)))
    return np.max(found, axis=0)


def lone_gru(steps):
    """The states of a GRU of one unit whose z has the bias -LONE_BIAS, its candidate LONE_BIAS."""
    weights = random_cell("gru", np.random.default_rng(0), features=1, **LONE)
    weights = pin("gru", weights, z=-LONE_BIAS, candidate=LONE_BIAS)
    return run("gru", np.zeros((1, steps, 1)), weights)["h"][0, :, 0]


def bounds(rng):
    """The first output from the zero state: below tanh 1 in an LSTM, anything below 1 in a GRU."""
    open_lstm = random_cell("lstm", rng, features=1, **LONE)
    open_lstm = pin("lstm", open_lstm, i=ON, f=ON, o=ON, candidate=ON)
    return {
        "tanh_one": float(np.tanh(1.0)),
        "first_lstm_saturated": float(run("lstm", np.zeros((1, 1, 1)), open_lstm)["h"].item()),
        "first_lstm_largest": float(reach("lstm", rng)[0]),
        "first_gru_largest": float(reach("gru", rng)[0]),
        "first_gru_lone": float(lone_gru(1)[0]),
        **switches(rng),
    }


def switches(rng):
    """The largest |h_t| that random LSTMs show from random states in a step in which it changes
    sign; the smallest that a GRU shows from its second step on, whose sign is its input's."""
    inputs = random_inputs(rng)
    found = []
    for scale in REACH_SCALES:
        weights = random_cell("lstm", rng, scale)
        start = INITIAL_SCALE * rng.normal(size=(len(inputs), len(weights[1])))
        shown = follow("lstm", inputs, weights, start)["output"]
        turned = shown[1:] * shown[:-1] < 0
        found.append(np.abs(shown[1:][turned]).max())
    turns = np.resize([1.0, -1.0], (1, len(inputs[0]), 1))
    gru = pin("gru", random_cell("gru", rng, features=1, **LONE), z=-LONE_BIAS, candidate=0.0)
    gru[0][0, columns("gru", gru, "candidate")] = LONE_BIAS
    alternating = run("gru", turns, gru)["h"]
    return {
        "switch_lstm_largest": float(max(found)),
        "switch_gru_smallest": float((alternating * turns)[:, 1:].min()),
    }


def natural_map(rng):
    """Largest difference between a GRU's h and the state of the LSTM with f = z, i = 1 - z, o = 1
    and the same candidate: as it is, and with what tells them apart taken away."""
    inputs = random_inputs(rng)
    gru = random_cell("gru", rng)
    unreset = pin("gru", gru, r=ON)
    forgetting = pin("gru", gru, z=OFF, r=OFF)
    return {
        "map_coincide": largest(_mapped(inputs, gru), run("gru", inputs, unreset)["h"]),
        "map_output_tanh": largest(_mapped(inputs, gru, np.tanh), run("gru", inputs, unreset)["h"]),
        "map_forgetting": largest(_mapped(inputs, forgetting), run("gru", inputs, forgetting)["h"]),
        "map_reset": largest(_mapped(inputs, gru), run("gru", inputs, gru)["h"]),
    }


def _mapped(inputs, gru, output=lambda c: c):
    """The output(c_t) that the LSTM of the natural map shows and feeds back."""

    def blocks(part):
        z, candidate = (part[..., columns("gru", gru, gate)] for gate in ("z", "candidate"))
        return np.concatenate([-z, z, candidate, np.zeros_like(z)], axis=-1)  # i, f, c, o

    weights = pin("lstm", tuple(blocks(part) for part in gru), o=ON)
    c = np.zeros((len(inputs), len(gru[1])))
    shown = []
    for x in np.moveaxis(inputs, 1, 0):
        (_, c), _ = CELLS["lstm"].step(x, (output(c), c), *weights)
        shown.append(output(c))
    return np.stack(shown, axis=1)


def imitation():
    """The GRU with z = 1/2 and candidate one shows 1/2, 3/4, 7/8: the natural map's LSTM does not,
    one with i_t = artanh h_t - artanh h_{t-1} does."""
    rng = np.random.default_rng(0)
    steps = np.eye(3)[None]  # the input tells the step
    gru = pin("gru", random_cell("gru", rng, features=3, **LONE), z=0.0, candidate=ON)
    states = run("gru", steps, gru)["h"][0, :, 0]
    mapped = pin(
        "lstm", random_cell("lstm", rng, features=3, **LONE), i=0.0, f=0.0, o=ON, candidate=ON
    )
    gates = np.diff(np.arctanh(states), prepend=0.0)
    chosen = pin("lstm", mapped, i=0.0, f=ON)
    chosen[0][:, columns("lstm", chosen, "i")] = logit(gates)[:, None]
    return {
        "imitation_first_mapped": float(run("lstm", steps, mapped)["h"][0, 0, 0]),
        **{f"imitation_i_{t}": float(gate) for t, gate in enumerate(gates, start=1)},
        "imitation": largest(run("lstm", steps, chosen)["h"][0, :, 0], states),
    }


def hidden_memory():
    """An LSTM of one unit that shows the same h_1 after two inputs and then, after the same x_2,
    different h_2: no GRU does, since h is all it keeps."""
    outputs, gates = np.array([0.7, 0.1]), np.array([0.1, 0.7])  # tanh(c_1) and o_1
    keep = 3.0
    weights = pin("lstm", (np.zeros((2, 4)), np.zeros((1, 4)), np.zeros(4)), i=keep, f=keep)
    weights[0][:, 2] = np.arctanh(np.arctanh(outputs) / sigmoid(keep))
    weights[0][:, 3] = logit(gates)
    inputs = np.stack([np.eye(2), np.zeros((2, 2))], axis=1)
    states = run("lstm", inputs, weights)
    (first, second), (c_first, c_second) = states["h"][:, :, 0], states["c"][:, 0, 0]
    return {
        "memory_o_1_first": float(states["o"][0, 0, 0]),
        "memory_o_1_second": float(states["o"][1, 0, 0]),
        "memory_h_1": float(first[0]),
        "memory_h_1_difference": largest(first[0], second[0]),
        "memory_c_1_first": float(c_first),
        "memory_c_1_second": float(c_second),
        "memory_h_2_difference": largest(first[1], second[1]),
    }


def counting(rng):
    """An LSTM's c with i = f = candidate = 1, and the largest |h| of GRUs that start in [-1, 1]."""
    inputs = random_inputs(rng)
    counter = pin("lstm", random_cell("lstm", rng), i=ON, f=ON, candidate=ON)
    found = []
    for scale in REACH_SCALES:
        gru = random_cell("gru", rng, scale)
        kept = rng.uniform(-1, 1, size=(len(inputs), len(gru[1])))
        found.append(largest(follow("gru", inputs, gru, kept)["state"]))
    return {
        "lstm_count": float(run("lstm", inputs, counter)["c"][:, -1].min()),
        "gru_largest": max(found),
    }
