"""Decisions, ink, probes, metrics: exact small cases."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from rowreader.analysis import decisions, probes, states
from rowreader.analysis.metrics import accuracy, confusion, cross_entropy
from rowreader.analysis.robustness import DIRECTIONS, moved


def logits_of(predictions, classes=10):
    return np.eye(classes)[np.asarray(predictions)]


def test_decision_row_is_the_first_after_which_nothing_changes():
    predictions = [[3, 3, 3, 3], [1, 2, 3, 3], [3, 3, 1, 3], [0, 0, 0, 3]]
    assert list(decisions.decision_rows(logits_of(predictions))) == [1, 3, 4, 4]


@given(arrays(int, st.tuples(st.integers(1, 5), st.integers(1, 8)), elements=st.integers(0, 2)))
def test_decision_row_by_definition(predictions):
    for row, sequence in zip(
        decisions.decision_rows(logits_of(predictions)), predictions, strict=True
    ):
        assert (sequence[row - 1 :] == sequence[-1]).all()
        assert row == 1 or sequence[row - 2] != sequence[-1]


def test_state_changes_start_from_zero():
    hidden = np.array([[[1.0, -1.0], [1.0, 0.0]]])
    np.testing.assert_allclose(states.state_changes(hidden), [1.0, 0.5])


def test_blank_start_compares_only_images_without_ink():
    hidden = np.array([[[0.1], [0.9]], [[0.1], [0.5]]])
    found = states.blank_start(hidden, np.array([1, 1]))
    assert found["blank_spread"] == 0
    np.testing.assert_allclose([found["blank_change"], found["ink_change"]], [0.1, 0.6])
    assert states.blank_start(hidden, np.array([2, 2]))["blank_spread"] == 0.4


def test_the_probe_learns_what_is_linear():
    rng = np.random.default_rng(0)
    states = rng.normal(size=(400, 4))
    labels = (states @ rng.normal(size=(4, 10))).argmax(1)
    weights = probes.fit_probe(states, labels)
    assert accuracy(probes.apply_probe(weights, states), labels) > 0.97


def test_examples_are_early_median_late_and_mistaken():
    predictions = [[1, 1, 1], [0, 1, 1], [0, 0, 1], [2, 2, 2]]
    assert list(decisions.choose_examples(logits_of(predictions), np.ones(4, int))) == [0, 1, 2, 3]


def test_saturation_shares():
    low, high = states.saturation(np.array([[[0.05, 0.5, 0.95, 0.99]]]))
    assert (low[0], high[0]) == (0.25, 0.5)


def test_metrics():
    logits = np.log([[0.5, 0.25, 0.25], [0.1, 0.2, 0.7]])
    labels = np.array([0, 1])
    assert np.isclose(cross_entropy(logits, labels), -np.log([0.5, 0.2]).mean())
    assert accuracy(logits, labels) == 0.5
    assert confusion(logits.argmax(1), labels, 3).tolist() == [[1, 0, 0], [0, 0, 1], [0, 0, 0]]


def test_an_image_moves_each_way_and_blank_pixels_come_in():
    image = np.arange(1, 10, dtype=np.uint8).reshape(1, 3, 3)
    want = {
        "up": [[7, 8, 9], [0, 0, 0], [0, 0, 0]],
        "down": [[0, 0, 0], [0, 0, 0], [1, 2, 3]],
        "left": [[3, 0, 0], [6, 0, 0], [9, 0, 0]],
        "right": [[0, 0, 1], [0, 0, 4], [0, 0, 7]],
    }
    assert {direction: moved(image, direction)[0].tolist() for direction in DIRECTIONS} == want
    assert image.ravel().tolist() == list(range(1, 10))
