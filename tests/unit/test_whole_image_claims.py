"""Sentences on row readers against whole-image models: true for whatever the results are."""

import re

import numpy as np
import pytest
from rowreader.report import whole_image_claims
from test_claims import BAD, GOOD, RECURRENT, WHOLE, compared, runs


def question_3(accuracies, half=0.001, early=0.9, **keywords):
    """early: what the reader's head reads of unmoved images two rows before the end."""
    table = runs(accuracies, **keywords)
    read_out = np.tile([*[0.1] * 25, early, 0.95, 0.96], (3, 1))
    return whole_image_claims.whole_image_claims(table, compared(table, half), "gru-32", read_out)


@pytest.mark.parametrize(
    ("accuracies", "holds", "said"),
    [
        (GOOD | WHOLE, True, "The most accurate, GRU 128, reads rows."),
        (BAD | WHOLE, False, "The most accurate, convolutions, sees the whole image."),
    ],
)
def test_whole_image_models(accuracies, holds, said):
    made = question_3(accuracies)["whole_image"]
    assert made.holds == holds and said in made.text
    verdicts = made.text.partition(" The most")[0]
    beaten, _, lost = verdicts.partition("loses to")
    for name, shown in (("linear", "linear softmax"), ("convolutional", "convolutions")):
        assert (shown in beaten) == (accuracies["gru-32"] > accuracies[name])
        assert (shown in lost) == (accuracies["gru-32"] < accuracies[name])
    open_pairs = question_3(accuracies, half=1)["whole_image"].text
    assert "not told apart from linear softmax" in open_pairs and "beats" not in open_pairs


@pytest.mark.parametrize(
    ("accuracies", "said"),
    [
        (GOOD | WHOLE | {"lstm-128": 0.99}, r"\(level: (GRU|LSTM) 128\), reads rows"),
        (BAD | WHOLE | {"linear": 0.985}, r"\(level: (linear softmax|convolutions)\), sees"),
        (dict.fromkeys(GOOD | WHOLE, 0.96), r"\(level: [0-9] others\), "),
    ],
)
def test_the_most_accurate_may_be_level(accuracies, said):
    made = question_3(accuracies, spread=0.001)["whole_image"]
    assert re.search(said, made.text)
    assert made.holds == (accuracies["lstm-128"] == 0.99)


def test_wider_cells_may_reach_the_convolutions_or_not():
    closed = question_3(GOOD | WHOLE | {"gru-32": 0.96})["carrying"]
    assert closed.holds and "GRU 32 must carry them in 32 numbers. " in closed.text
    assert re.search(
        r"[.] (GRU|LSTM) [0-9]+, at [0-9.]+ times their parameters, reaches", closed.text
    )
    low = dict.fromkeys(RECURRENT, 0.9) | WHOLE
    never = question_3(low)["carrying"]
    assert not never.holds and never.text.endswith("No wider cell reaches their level.")
    open_pair = question_3(low, half=1)["carrying"]
    assert not open_pair.holds and open_pair.text.endswith("at no loss that shows.")


def test_a_bottleneck_that_others_share_does_not_limit_them_or_may():
    both = question_3(GOOD | WHOLE)["bottleneck"]
    assert (
        both.holds and "GRU 32 beats both: 32 numbers are not what limits ReLU models." in both.text
    )
    assert "also keep 32 numbers, with 0.8 and 0.8 times the parameters" in both.text
    for odd in (
        question_3(BAD | WHOLE)["bottleneck"],
        question_3(GOOD | WHOLE, half=1)["bottleneck"],
    ):
        assert not odd.holds and odd.text.endswith("GRU 32 beats neither.")
    one = question_3(GOOD | WHOLE | {"dense-2x32": 0.99})["bottleneck"]
    assert not one.holds and one.text.endswith("GRU 32 beats 32 ReLU.")


STURDY, FRAGILE = [0.01, 0.01, 0.03, 0.03], [0.3, 0.3, 0.2, 0.2]


def test_moved_images_may_hurt_either_more():
    readers = dict.fromkeys(RECURRENT, STURDY) | dict.fromkeys(WHOLE, FRAGILE)
    made = question_3(GOOD | WHOLE, shifts=readers)
    assert "GRU 32 2.0 and convolutions more, 25.0." in made["shifts"].text
    assert "cost GRU 32 1.0, sideways 3.0 (convolutions: 30.0, 20.0);" in made["directions"].text
    assert "in 18 of 18 trainings of row readers, 0 of 12 others." in made["directions"].text
    assert made["directions"].holds

    readers = dict.fromkeys(RECURRENT, FRAGILE) | dict.fromkeys(WHOLE, STURDY)
    made = question_3(GOOD | WHOLE, shifts=readers)
    assert "GRU 32 25.0 and convolutions less, 2.0." in made["shifts"].text
    assert "about as much" in question_3(GOOD | WHOLE)["shifts"].text
    assert "in 0 of 18 trainings of row readers, 12 of 12" in made["directions"].text
    assert not made["directions"].holds


@pytest.mark.parametrize(
    ("up", "down", "early", "said"),
    [
        (0.02, 0.08, 0.87, "costs GRU 32 6.0 more than up: 2 blank rows after the ink are missing"),
        (0.02, 0.08, 0.96, "6.0 more than up, to 88\\,\\%, though a read-out after row 26 has 96"),
        (0.02, 0.08, 0.30, "6.0 more than up, to 88\\,\\%, though a read-out after row 26 has 30"),
        (0.08, 0.02, 0.87, "Down costs GRU 32 6.0 less than up."),
        (0.05, 0.05, 0.87, "Down costs GRU 32 about as much as up."),
    ],
)
def test_moves_down_may_cost_more_for_want_of_blank_rows(up, down, early, said):
    moved = dict.fromkeys(GOOD | WHOLE, [up, down, 0.05, 0.05])
    claim = question_3(GOOD | WHOLE, early=early, shifts=moved)["down"]
    assert said in claim.text and claim.holds == (up < down)
