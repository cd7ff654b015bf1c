"""Decisions, ink, probes, metrics: exact small cases."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from rowreader.analysis import decisions, ink, probes, states
from rowreader.analysis.metrics import accuracy, confusion, cross_entropy
from rowreader.analysis.robustness import DIRECTIONS, moved
from rowreader.cells.steps import run
from rowreader.data.images import first_ink_rows, last_ink_rows


def test_decision_row_is_the_first_after_which_nothing_changes():
    predictions = np.array([[3, 3, 3, 3], [1, 2, 3, 3], [3, 3, 1, 3], [0, 0, 0, 3]])
    assert list(decisions.decision_rows(predictions)) == [1, 3, 4, 4]
    assert list(decisions.already_final(predictions)) == [0.5, 0.5, 0.5, 1]


PREDICTIONS = arrays(
    int, st.tuples(st.integers(1, 5), st.integers(1, 8)), elements=st.integers(0, 2)
)


@given(PREDICTIONS)
def test_decision_row_by_definition(predictions):
    rows = decisions.decision_rows(predictions)
    for row, sequence in zip(rows, predictions, strict=True):
        assert (sequence[row - 1 :] == sequence[-1]).all()
        assert row == 1 or sequence[row - 2] != sequence[-1]


@given(PREDICTIONS)
def test_the_shares_of_all_digits_are_one(predictions):
    shares = decisions.predicted_shares(predictions)
    assert shares.shape == (10, predictions.shape[1])
    np.testing.assert_allclose(shares.sum(axis=0), 1)
    assert shares[0, 0] == np.mean(predictions[:, 0] == 0)


def test_accuracies_after_each_row():
    assert list(decisions.accuracies(np.array([[1, 2], [3, 3]]), [2, 3])) == [0.5, 1]


def test_first_and_last_ink_of_images_with_and_without():
    images = np.zeros((3, 5, 2))
    images[0, 1, 0] = images[0, 3, 1] = images[1, 4, 0] = 1
    assert list(first_ink_rows(images)) == [1, 4, 5]
    assert list(last_ink_rows(images)) == [3, 4, -1]


def test_values_are_taken_at_rows_counted_from_the_ink():
    values = np.array([[0, 1, 2, 3], [10, 11, 12, 13], [20, 21, 22, 23]])
    taken, inside = ink.aligned(values, [1, 2, 0], (-1, 0, 1))
    assert taken.tolist() == [[0, 1, 2], [11, 12, 13]]
    assert inside.tolist() == [True, True, False]
    assert ink.aligned_mean(values, [1, 2, 0], (-1, 0, 1)).tolist() == [5.5, 6.5, 7.5]
    assert np.isnan(ink.aligned_mean(values, [9, 9, 9], (0,))).all()


@given(
    st.integers(2, 9).flatmap(
        lambda steps: st.tuples(st.just(steps), st.lists(st.integers(-1, steps), min_size=1))
    ),
    st.integers(-3, 0),
    st.integers(0, 3),
)
def test_a_curve_that_follows_the_ink_alone_is_found_again(drawn, low, high):
    steps, rows = drawn
    offsets = np.arange(low, high + 1)
    values = (np.arange(steps) - np.array(rows)[:, None]) ** 2.0
    curve = ink.aligned_mean(values, rows, offsets)
    fits = [row for row in rows if row + low >= 0 and row + high < steps]
    assert np.isnan(curve).all() if not fits else (curve == offsets**2.0).all()


@given(st.lists(st.integers(0, 27), min_size=1, max_size=40), st.integers(0, 9), st.integers(0, 9))
def test_the_usual_offsets_leave_in_most_images(rows, before, after):
    rows = np.array(rows)
    offsets = ink.usual_offsets(rows, 28, before, after)
    assert -before <= offsets[0] <= 0 <= offsets[-1] <= after
    assert (rows + offsets[0] >= 0).mean() >= 0.9 and (rows + offsets[-1] < 28).mean() >= 0.9


def test_groups_with_other_digits_are_compared_in_the_same_mixture():
    labels = np.array([0, 0, 0, 1, 0, 1, 1, 2])
    values = np.array([1, 1, 1, 0, 1, 0, 0, 1.0])  # depends on the label alone
    first = np.arange(8) < 4
    assert values[first].mean() > values[~first].mean()
    assert list(ink.same_mix(values, labels, first, ~first)) == [0.5, 0.5]
    assert np.isnan(ink.same_mix(values, labels, labels == 0, labels == 1)).all()


def test_state_changes_start_from_zero():
    states_ = np.array([[[1.0, -1.0], [1.0, 0.0]]])
    np.testing.assert_allclose(states.state_changes(states_), [[1.0, 0.5]])


def test_blank_changes_end_where_the_last_image_begins():
    changes = np.array([[0.1, 0.9, 0.8], [0.1, 0.05, 0.7]])
    assert list(states.blank_changes(changes, np.array([1, 2]))) == [0.1, 0.05]
    assert list(states.blank_changes(changes, np.array([0, 0]))) == []


def test_a_unit_that_counts_moves_onward_in_every_step():
    down = [-1.0, -2.0, -3.0, -4.0]
    swings = [1.0, -1.0, 1.0, -1.0]
    cell = np.array([[down, swings]] * 2).transpose(0, 2, 1)
    assert list(states.onward_shares(cell, np.array([0, 1]))) == [1.0, 4 / 7]
    assert list(states.onward_shares(cell, np.array([4, 4]))) == [0, 0]


def test_the_probe_learns_what_is_linear_at_each_step_by_itself():
    rng = np.random.default_rng(0)
    known = rng.normal(size=(400, 4))
    labels = (known @ rng.normal(size=(4, 10))).argmax(1)
    hidden = np.stack([known, np.ones_like(known), 5 * known + 7], axis=1)
    logits = probes.probe_steps(hidden, labels, hidden)
    read = [accuracy(step, labels) for step in logits.transpose(1, 0, 2)]
    frequent = np.bincount(labels).max() / len(labels)
    assert min(read[0], read[2]) > 0.95 and read[1] == frequent


def test_examples_are_early_median_late_and_mistaken():
    predictions = np.array([[1, 1, 1], [0, 1, 1], [0, 0, 1], [2, 2, 2]])
    last = np.eye(10)[predictions[:, -1]]
    assert list(decisions.choose_examples(predictions, last, np.ones(4, int))) == [0, 1, 2, 3]


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


def test_states_beyond_the_limit_either_way_are_saturated():
    values = np.array([[[0.95, -0.95], [0.5, 1.0]], [[0.0, -0.9], [0.0, 0.0]]])
    assert list(states.saturated_states(values)) == [0.5, 0.25]


def test_what_is_kept_is_the_product_of_each_images_own_gates():
    forget = np.array([[[0.0], [0.5], [0.5]], [[0.0], [1.0], [0.2]]])
    assert states.kept_shares(forget, since=1).tolist() == [[0.25], [0.2]]


@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_what_is_kept_is_what_the_last_cell_has_of_an_earlier_one(seed, since):
    rng = np.random.default_rng(seed)
    inputs, weights = (
        rng.normal(size=(3, 5, 2)),
        [rng.normal(size=shape) for shape in ((2, 8), (2, 8), (8,))],
    )
    history = run("lstm", inputs, weights)
    forget, cells = history["f"], history["c"]
    written = history["i"] * history["candidate"]
    rest = sum(written[:, t] * forget[:, t + 1 :].prod(1) for t in range(since, 5))
    kept = states.kept_shares(forget, since) * cells[:, since - 1]
    np.testing.assert_allclose(cells[:, -1] - kept, rest, atol=1e-12)
