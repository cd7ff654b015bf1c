"""Sentences on row readers against whole-image models: true for whatever the results are."""

import re

import pytest
from rowreader.report import whole_image_claims
from test_claims import BAD, GOOD, RECURRENT, WHOLE, compared, runs


def question_3(accuracies, half=0.001, **keywords):
    table = runs(accuracies, **keywords)
    return whole_image_claims.whole_image_claims(table, compared(table, half), "gru-32")


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


def test_the_bottleneck_decides_or_does_not():
    assert "GRU 32 is better." in question_3(GOOD | WHOLE)["bottleneck"].text
    assert "32 ReLU 32; 32 ReLU is better." in question_3(BAD | WHOLE)["bottleneck"].text
    same = question_3(GOOD | WHOLE, half=1)["bottleneck"].text
    assert "neither is better" in same and "beats" not in same


STURDY, FRAGILE = [0.01, 0.01, 0.03, 0.03], [0.3, 0.3, 0.2, 0.2]


def test_moved_images_may_hurt_either_more():
    readers = dict.fromkeys(RECURRENT, STURDY) | dict.fromkeys(WHOLE, FRAGILE)
    made = question_3(GOOD | WHOLE, shifts=readers)
    assert "GRU 32 2.0 and convolutions more, 25.0;" in made["shifts"].text
    assert "in 18 of 18 trainings" in made["directions"].text and made["directions"].holds
    assert "in 0 of 12" in made["directions"].text

    readers = dict.fromkeys(RECURRENT, FRAGILE) | dict.fromkeys(WHOLE, STURDY)
    made = question_3(GOOD | WHOLE, shifts=readers)
    assert "GRU 32 25.0 and convolutions less, 2.0;" in made["shifts"].text
    assert "about as much" in question_3(GOOD | WHOLE)["shifts"].text
    assert "in 0 of 18 trainings" in made["directions"].text and not made["directions"].holds
    assert "in 12 of 12" in made["directions"].text
