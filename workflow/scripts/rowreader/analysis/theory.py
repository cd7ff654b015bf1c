"""Question 1 as computations: what the states of LSTM and GRU can store, by their gates.

Each function returns {name: number} for the report. Deviations are the largest absolute ones over
many random networks, inputs, steps and units. Whether one cell contains the other: containment.py.
"""

import numpy as np
from scipy.special import expit as sigmoid

from ..cells.steps import run
from . import containment
from .random_cells import (
    DRAWS,
    OFF,
    ON,
    STEPS,
    columns,
    follow,
    largest,
    pin,
    random_cell,
    random_inputs,
    squashed_input,
    without_feedback,
)

LEAK_BIASES = (1, 2, 4, 6)
LEAK = 4.0  # the bias of a leaky gate in the table
ROW_PIXELS, SMALLEST_UNITS = 28, 32  # of the homework


def demonstrations(seed=0):
    """Return {name: number}: every number that the answer to question 1 uses."""
    rng = np.random.default_rng(seed)
    return {
        "draws": DRAWS,
        "reach_scales": len(containment.REACH_SCALES),
        "lone_bias": containment.LONE_BIAS,
        "leaking_bias": LEAK,
        "row_pixels": ROW_PIXELS,
        "smallest_units": SMALLEST_UNITS,
        **store_input(rng),
        **recover_input(rng),
        **keep_state(rng),
        **leaks(rng),
        **float32_limits(),
        **containment.bounds(rng),
        **containment.natural_map(rng),
        **containment.imitation(),
        **containment.hidden_memory(),
        **containment.counting(rng),
    }


def store_input(rng):
    """How far the state is from tanh(W x + b), by the gates."""
    inputs = random_inputs(rng)
    lstm = pin("lstm", random_cell("lstm", rng), i=ON, f=OFF, o=OFF)
    gru = pin("gru", random_cell("gru", rng), z=OFF, r=OFF)
    shown = pin("lstm", lstm, o=ON)

    def deviation(cell, weights):
        states = run(cell, inputs, weights)["c" if cell == "lstm" else "h"]
        return largest(states, squashed_input(cell, inputs, weights))

    # An output gate that an input opens at every second step shows what is stored at that step.
    clock = inputs.copy()
    clock[:, :, 0] = np.where(np.arange(STEPS) % 2, 1, -1)
    turns = pin("lstm", lstm, o=0.0)
    turns[0][0, columns("lstm", lstm, "o")] = ON
    in_turns = run("lstm", clock, turns)["h"] - np.tanh(squashed_input("lstm", clock, turns))
    return {
        "store_lstm": deviation("lstm", lstm),
        "store_lstm_shown": deviation("lstm", shown),
        "store_lstm_in_turns": largest(in_turns[:, 1::2]),
        "store_lstm_no_feedback": deviation("lstm", without_feedback("lstm", shown)),
        "store_gru": deviation("gru", gru),
        "store_gru_unreset": deviation("gru", pin("gru", gru, r=ON)),
    }


def recover_input(rng):
    """Binary rows of the homework's width, read back from a GRU's float32 states: the largest
    error at weights of variance 1 / inputs; the share of states that round to 1 at variance 1."""
    rows = rng.integers(0, 2, size=(10, STEPS, ROW_PIXELS)).astype(float)
    sizes = {"draws": 10, "units": SMALLEST_UNITS, "features": ROW_PIXELS}
    weights = pin("gru", random_cell("gru", rng, ROW_PIXELS**-0.5, **sizes), z=OFF, r=OFF)
    states = run("gru", rows, weights)["h"].astype(np.float32).astype(float)
    chosen = columns("gru", weights, "candidate")
    arguments = np.arctanh(states) - weights[2][chosen]
    error = max(
        largest(arguments[:, :, units] @ np.linalg.pinv(weights[0][:, chosen][:, units]), rows)
        for units in np.split(np.arange(len(weights[1])), sizes["draws"])
    )
    unit_scale = random_cell("gru", rng, **sizes)
    saturated = np.abs(squashed_input("gru", rows, unit_scale).astype(np.float32)) == 1
    return {
        "recovered_draws": sizes["draws"],
        "recovered_input": error,
        "saturated_share": float(saturated.mean()),
    }


def keep_state(rng):
    """Drift of a state that is to be kept, by the gates, and what an LSTM shows meanwhile."""
    inputs = random_inputs(rng)
    lstm, gru = random_cell("lstm", rng), random_cell("gru", rng)
    kept = rng.uniform(-1, 1, size=(len(inputs), len(lstm[1])))

    def drift(cell, weights, **gates):
        return largest(follow(cell, inputs, pin(cell, weights, **gates), kept)["state"], kept)

    outputs = follow("lstm", inputs, pin("lstm", lstm, i=OFF, f=ON), kept)["output"]
    return {
        "keep_lstm": drift("lstm", lstm, i=OFF, f=ON),
        "keep_lstm_writing": drift("lstm", lstm, i=ON, f=ON),
        "keep_lstm_leaking": drift("lstm", lstm, i=-LEAK, f=LEAK),
        "keep_lstm_output_range": float(np.ptp(outputs, axis=0).max()),
        "keep_gru": drift("gru", gru, z=ON),
        "keep_gru_writing": drift("gru", gru, z=OFF),
        "keep_gru_leaking": drift("gru", gru, z=LEAK),
    }


def leaks(rng):
    """The share that a gate of finite bias keeps, and how much of the bound on what it takes in,
    |h_T - p h_0| <= 1 - p with p the product of the z_t, random networks use up."""
    inputs = random_inputs(rng)
    used = {}
    for cell in ("lstm", "gru"):
        weights = random_cell(cell, rng)
        kept = rng.uniform(-1, 1, size=(len(inputs), len(weights[1])))
        steps = follow(cell, inputs, weights, kept)
        share, bound, ratios = 1.0, 0.0, []
        for state, keep, take in zip(steps["state"], steps["keep"], steps["take"], strict=True):
            share, bound = keep * share, keep * bound + take
            ratios.append(np.abs(state - share * kept) / bound)
        used[f"bound_used_{cell}"] = float(np.max(ratios))
    return {
        "forget_bias_one": float(sigmoid(1.0)),
        **{f"leak_{bias}": float(sigmoid(float(bias)) ** STEPS) for bias in LEAK_BIASES},
        **used,
    }


def float32_limits():
    """The arguments from which the sigmoid and the tanh, rounded to float32, are exactly one; and
    the sigmoid of the former's negative, which is not zero."""
    grid = np.arange(0, 20, 0.01)
    open_from = {
        f"float32_{name}": float(grid[function(grid).astype(np.float32) == 1][0])
        for name, function in (("sigmoid", sigmoid), ("tanh", np.tanh))
    }
    closed = sigmoid(-open_from["float32_sigmoid"]).astype(np.float32)
    return {**open_from, "float32_closed": float(closed)}


def leak_curves():
    """What a gate of each bias keeps after 0 to 28 steps: (biases, (len(biases), 29) shares)."""
    biases = np.array(LEAK_BIASES, float)
    return biases, sigmoid(biases)[:, None] ** np.arange(STEPS + 1)
