"""Question 1's statements, each by its computation; and that the computations tell right from
wrong."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rowreader.analysis import containment, random_cells, theory
from rowreader.analysis.random_cells import OFF, ON, follow, pin, random_cell
from rowreader.cells import CELLS
from rowreader.cells.steps import run
from rowreader.report.claims import scientific
from rowreader.report.latex import render
from scipy.special import expit as sigmoid

REPORT = Path(theory.__file__).parents[3] / "report"
SEEDS = st.integers(0, 2**32 - 1)
SCALES = st.sampled_from([0.1, 1.0, 10.0, 100.0])
SMALL = {"draws": 3, "units": 2, "features": 2}


@pytest.fixture(scope="module", params=[0, 1])
def numbers(request):
    return theory.demonstrations(request.param)


def drawn(cell, seed, scale):
    """A few small networks, their inputs (batch, steps, features) and a state in [-1, 1]."""
    rng = np.random.default_rng(seed)
    weights = random_cell(cell, rng, scale, **SMALL)
    return weights, rng.normal(size=(2, 6, 2)), rng.uniform(-1, 1, size=(2, len(weights[1])))


@given(SEEDS)
def test_the_steps_are_the_reports_equations(seed):
    rng = np.random.default_rng(seed)
    x, h, c = rng.normal(size=2), rng.normal(size=3), rng.normal(size=3)
    W, U, b = rng.normal(size=(4, 3, 2)), rng.normal(size=(4, 3, 3)), rng.normal(size=(4, 3))

    def keras(gates):
        return (
            np.concatenate([part.T for part in W[:gates]], axis=1),
            np.concatenate([part.T for part in U[:gates]], axis=1),
            b[:gates].ravel(),
        )

    i, f, o = (sigmoid(W[k] @ x + U[k] @ h + b[k]) for k in (0, 1, 3))
    new_c = f * c + i * np.tanh(W[2] @ x + U[2] @ h + b[2])
    (found_h, found_c), _ = CELLS["lstm"].step(x[None], (h[None], c[None]), *keras(4))
    np.testing.assert_allclose(found_c[0], new_c)
    np.testing.assert_allclose(found_h[0], o * np.tanh(new_c))
    z, r = (sigmoid(W[k] @ x + U[k] @ h + b[k]) for k in (0, 1))
    new_h = z * h + (1 - z) * np.tanh(W[2] @ x + U[2] @ (r * h) + b[2])
    (found_h,), _ = CELLS["gru"].step(x[None], (h[None],), *keras(3))
    np.testing.assert_allclose(found_h[0], new_h)


def test_networks_drawn_together_do_not_touch_each_other():
    rng = np.random.default_rng(0)
    weights = random_cell("gru", rng, **SMALL)
    inputs = rng.normal(size=(1, 5, 2))
    before = run("gru", inputs, weights)["h"]
    weights[2][[0, 6, 12]] += 1  # the first unit's gates and candidate
    after = run("gru", inputs, weights)["h"]
    np.testing.assert_array_equal(before[..., 2:], after[..., 2:])
    assert np.abs(before - after)[..., :2].max(axis=(0, 1)).min() > 1e-6


def test_only_the_input_is_stored_where_the_state_is_shut_out(numbers):
    for name in ("lstm", "lstm_in_turns", "lstm_no_feedback", "gru"):
        assert numbers[f"store_{name}"] < 1e-12
    assert numbers["store_lstm_shown"] > 1
    assert numbers["store_gru_unreset"] > 1


@given(SEEDS, st.sampled_from(["i", "f", "o"]))
def test_each_wrong_gate_of_the_lstm_spoils_the_stored_input(seed, wrong):
    weights, inputs, _ = drawn("lstm", seed, 1.0)
    right = {"i": ON, "f": OFF, "o": OFF}
    weights = pin("lstm", weights, **right | {wrong: 0.0})
    states = run("lstm", inputs, weights)["c"]
    wanted = random_cells.squashed_input("lstm", inputs, weights)
    assert np.abs(states - wanted).max() > 1e-3


def test_binary_rows_come_back_from_float32_and_large_weights_lose_some(numbers):
    assert numbers["recovered_input"] < 1e-2  # far from 1/2: rounding gives the row
    assert 0.001 < numbers["saturated_share"] < 0.1


def test_the_state_is_kept_by_the_right_gates_alone(numbers):
    assert numbers["keep_lstm"] == numbers["keep_gru"] == 0
    assert numbers["keep_lstm_output_range"] > 0.1
    leak = 1 - sigmoid(theory.LEAK) ** 28
    for cell, most in (("lstm", 28 + 1), ("gru", 2)):
        assert 1 < numbers[f"keep_{cell}_writing"] <= most
        assert 0.1 < numbers[f"keep_{cell}_leaking"] <= 2 * leak


@given(SEEDS, SCALES)
def test_what_a_gate_gives_up_bounds_what_it_takes_in(seed, scale):
    weights, inputs, kept = drawn("gru", seed, scale)
    steps = follow("gru", inputs, weights, kept)
    share = np.cumprod(steps["keep"], axis=0)
    assert np.all(np.abs(steps["state"] - share * kept) <= 1 - share + 1e-12)
    weights, inputs, kept = drawn("lstm", seed, scale)
    steps = follow("lstm", inputs, weights, kept)
    keep, take = steps["keep"], steps["take"]
    written = sum(take[t] * np.prod(keep[t + 1 :], axis=0) for t in range(len(take)))
    gone = steps["state"][-1] - np.prod(keep, axis=0) * kept
    assert np.all(np.abs(gone) <= written + 1e-12)


def test_the_bound_on_a_leak_is_met_and_not_exceeded(numbers):
    for cell in ("lstm", "gru"):
        assert 0.99 < numbers[f"bound_used_{cell}"] < 1 + 1e-9
    for bias in theory.LEAK_BIASES:
        assert np.isclose(numbers[f"leak_{bias}"], (1 + np.exp(-bias)) ** -28.0)


def test_gates_and_states_round_to_one_in_single_precision(numbers):
    for name, limit in (("sigmoid", 25 * np.log(2)), ("tanh", 13 * np.log(2))):
        assert limit <= numbers[f"float32_{name}"] < limit + 0.01 + 1e-9
    assert 2.0**-25.1 < numbers["float32_closed"] <= 2.0**-25


@given(SEEDS, SCALES)
def test_an_lstm_shows_at_most_tanh_t_and_a_gru_stays_within_one(seed, scale):
    weights, inputs, kept = drawn("lstm", seed, scale)
    hidden = np.abs(run("lstm", inputs, weights)["h"]).max(axis=(0, 2))
    assert np.all(hidden <= np.tanh(np.arange(1, len(hidden) + 1)) + 1e-12)
    weights, inputs, kept = drawn("gru", seed, scale)
    assert np.abs(follow("gru", inputs, weights, kept)["state"]).max() <= 1 + 1e-12


def test_the_search_finds_the_lstms_bound_and_passes_it_with_grus(numbers):
    assert np.isclose(numbers["tanh_one"], numbers["first_lstm_saturated"])
    assert 0.76 < numbers["first_lstm_largest"] <= np.tanh(1) + 1e-12
    assert 0.99 < numbers["first_gru_largest"] <= 1 + 1e-12
    bias = containment.LONE_BIAS
    assert np.isclose(numbers["first_gru_lone"], sigmoid(bias) * np.tanh(bias))
    assert numbers["first_gru_lone"] > np.tanh(1)


@given(SEEDS, SCALES)
def test_an_lstm_that_changes_sign_shows_at_most_tanh_one_from_any_state(seed, scale):
    weights, inputs, start = drawn("lstm", seed, scale)
    shown = follow("lstm", inputs, weights, 50 * start)["output"]
    turned = shown[1:] * shown[:-1] < 0
    assert np.all(np.abs(shown[1:])[turned] <= np.tanh(1) + 1e-12)


def test_a_gru_copies_the_sign_of_its_input_beyond_what_an_lstm_shows(numbers):
    assert 0.76 < numbers["switch_lstm_largest"] <= np.tanh(1) + 1e-12
    z, full = sigmoid(-containment.LONE_BIAS), np.tanh(containment.LONE_BIAS)
    assert (1 - z) * full - z <= numbers["switch_gru_smallest"] < 1
    assert numbers["switch_gru_smallest"] > np.tanh(1) + 0.1


def test_the_natural_map_fails_on_each_difference_and_holds_without_both(numbers):
    assert numbers["map_coincide"] < 1e-9
    for difference in ("output_tanh", "reset", "forgetting"):
        assert numbers[f"map_{difference}"] > 0.1


def test_one_refuted_map_does_not_refute_every_lstm(numbers):
    assert np.isclose(numbers["imitation_first_mapped"], np.tanh(1 / 2))
    assert numbers["imitation"] < 1e-12
    gates = [numbers[f"imitation_i_{t}"] for t in (1, 2, 3)]
    np.testing.assert_allclose(np.tanh(np.cumsum(gates)), [1 / 2, 3 / 4, 7 / 8])


def test_an_lstm_hides_what_no_gru_can(numbers):
    assert numbers["memory_h_1_difference"] < 1e-12
    for which in ("first", "second"):
        shown = numbers[f"memory_o_1_{which}"] * np.tanh(numbers[f"memory_c_1_{which}"])
        assert np.isclose(shown, numbers["memory_h_1"])
    assert numbers["memory_h_2_difference"] > 0.1


def test_an_lstm_counts_past_a_grus_range(numbers):
    assert numbers["lstm_count"] == 28
    assert 0.9 < numbers["gru_largest"] <= 1 + 1e-12


def section(numbers, forget_bias=True):
    """The answer as TeX, from the computed numbers."""
    values = {
        "theory": numbers,
        "rows": 28,
        "scientific": scientific,
        "gates": "LSTM 32",
        "leaks": {bias: numbers[f"leak_{bias}"] for bias in theory.LEAK_BIASES},
        "settings": {"unit_forget_bias": forget_bias},
    }
    return render(REPORT, "theory.tex.jinja", values)


def test_the_answers_say_yes_yes_and_no_and_use_every_number(numbers):
    answers = section(numbers).split(r"\paragraph{")[1:]
    assert [answer.split(",")[0] for answer in answers] == ["1. Yes", "2. Yes", "3. No"]
    source = (REPORT / "theory.tex.jinja").read_text(encoding="utf-8")
    for name in numbers:
        assert f"theory.{name}" in source or name.startswith("leak_"), name


def test_a_forget_bias_of_one_is_told_only_where_it_is_used(numbers):
    told = "forget biases start training at one"
    assert told in " ".join(section(numbers).split())
    assert told not in " ".join(section(numbers, forget_bias=False).split())
