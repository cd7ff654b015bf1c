"""Sentences on the trainings: true for whatever the results are."""

import re

import pytest
from rowreader.report.training_claims import training_claims
from test_claims import BAD, GOOD, WHOLE, runs

FALLING, RISING = [0.3, 0.2, 0.1], [0.3, 0.1, 0.2]


def made(accuracies, losses=None, **keywords):
    table = runs(accuracies, **keywords)
    return training_claims(table, losses or {"gru-32": [FALLING]})


def test_overfitting_is_counted_over_the_row_readers():
    assert "for 6 of the 6 networks" in made(GOOD | WHOLE)["overfitting"].text
    none = made(BAD, gap=-0.1)["overfitting"]
    assert "for 0 of the 6 networks" in none.text and not none.holds


def test_the_gap_is_between_losses_of_the_same_weights():
    table = runs(GOOD, gap=0.01)
    text = training_claims(table, {"gru-32": [FALLING]})["overfitting"].text
    means = table.groupby("model")[["test_loss", "train_loss"]].mean()
    found = re.search(r"largest for (.*?)(?: \(level.*\))?: ([0-9.]+) against ([0-9.]+)\. ", text)
    name = found[1].lower().replace(r" 3 $\times$ ", "-3x").replace(" ", "-")
    assert found[2] == f"{means['test_loss'][name]:.4f}"
    assert found[3] == f"{means['train_loss'][name]:.4f}"


@pytest.mark.parametrize(
    ("worst", "said"),
    [
        ("gru-32", "Its test loss is neither the lowest nor"),
        ("gru-128", "is the lowest all the same"),
    ],
)
def test_the_network_that_overfits_most_may_be_the_best_or_not(worst, said):
    table = runs(GOOD)
    table.loc[table["model"] == worst, "train_loss"] -= 0.1
    text = training_claims(table, {"gru-32": [FALLING]})["overfitting"].text
    assert f"largest for {worst.upper().replace('-', ' ')}:" in text and said in text


def test_trainings_that_are_best_at_their_end_are_counted():
    most = {"gru-32": [FALLING, FALLING], "lstm-32": [FALLING, RISING]}
    claim = made(GOOD, most)["unfinished"]
    assert claim.holds and "in 3 of 4 trainings (all: GRU 32): more epochs might" in claim.text
    half = made(GOOD, {"gru-32": [FALLING, RISING]})["unfinished"]
    assert not half.holds and "in 1 of 2 trainings: more epochs might help those" in half.text
    mixed = made(GOOD, {"gru-32": [FALLING], "lstm-32": [RISING], "gru-64": [RISING]})
    assert "1 of 3 trainings (all: GRU 32; none: LSTM 32 and GRU 64)" in mixed["unfinished"].text
    early = made(GOOD, {"gru-32": [RISING]})["unfinished"].text
    assert "in 0 of 1 trainings: all were at their best before." in early
    assert made(GOOD, {"gru-32": [[0.3]]})["unfinished"].text == ""
