"""Question 1's statements, each by its computation."""

import numpy as np
import pytest
from rowreader.analysis import theory


@pytest.fixture(scope="module", params=[0, 1, 2])
def numbers(request):
    return theory.demonstrations(request.param)


def test_only_the_input_is_stored_where_the_state_is_shut_out(numbers):
    assert numbers["store_lstm_output_closed"] < 1e-12
    assert numbers["store_gru_reset"] < 1e-12
    assert numbers["store_lstm_output_open"] > 0.1
    assert numbers["store_gru_no_reset"] > 0.1
    assert numbers["recovered_input"] < 1e-9


def test_the_state_is_kept_and_a_finite_gate_leaks(numbers):
    assert numbers["keep_lstm_drift"] == numbers["keep_gru_drift"] == 0
    assert numbers["keep_lstm_output_range"] > 0.1
    for bias in theory.LEAK_BIASES:
        assert np.isclose(numbers[f"leak_{bias}"], (1 + np.exp(-bias)) ** -28.0)


def test_single_precision_limits(numbers):
    def sigmoid(a):
        with np.errstate(over="ignore"):
            return 1 / (1 + np.exp(-np.float32(a)))

    one, zero = numbers["float32_one"], -numbers["float32_zero"]
    assert sigmoid(one) == 1 and sigmoid(one - 1) < 1
    assert sigmoid(zero) == 0 and sigmoid(zero + 1) > 0


def test_the_natural_map_fails_on_the_output_tanh(numbers):
    for step, state in enumerate((1 / 2, 3 / 4, 7 / 8), start=1):
        assert np.isclose(numbers[f"gru_half_{step}"], state)
        assert np.isclose(numbers[f"lstm_half_{step}"], np.tanh(state))


def test_they_coincide_without_reset_and_output_tanh(numbers):
    assert numbers["coincide"] < 1e-12


def test_an_lstm_counts_and_a_gru_stays_within_one(numbers):
    assert numbers["lstm_count"] == 28
    assert numbers["gru_largest"] <= 1
