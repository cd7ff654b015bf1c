"""Sentences of the second study's report: true for whatever the results are."""

import re

import numpy as np
import pandas
import pytest
from rowreader.report import prediction_claims, published
from rowreader.report.prediction_tables import costs_table
from rowreader.report.predictor_training_claims import predictor_training_claims

SIZES = ["gru-32", "gru-64", "gru-128", "gru-3x32"]
IMAGES = np.random.default_rng(0).normal(size=(1, 400))
IMAGES -= IMAGES.mean()  # the spread of the costs over the images
GOOD = dict(zip(SIZES, [0.095, 0.09, 0.08, 0.092], strict=True))
BAD = dict.fromkeys(SIZES, 0.15)


def predicted(pixel_costs, gaps=(1.0, 0.0, 0.0), validation=None, schedule="cosine", ablation=None):
    """The claims, of these nats per pixel. gaps: nats per image that test and validation images
    cost the networks more than training images, and test images the frequencies. validation: costs
    after each epoch; ablation: the same, {start of the gates' bias: costs}."""
    named = {**pixel_costs, "frequency": 0.21, "neighbours": 0.12}
    test = {name: 783 * cost + IMAGES * (1 + i / 9) for i, (name, cost) in
            enumerate(named.items())}  # fmt: skip
    more = {"test": gaps[0], "validation": gaps[1], "train": 0.0}
    costs = pandas.DataFrame(
        {
            "model": name,
            "part": part,
            "parameters": 4096,
            "images": 400,
            "nats_per_pixel_mean": (nats.mean() + gap) / 783,
            "nats_per_image_mean": nats.mean() + gap,
            "standard_error": 0.3,
        }
        for name, nats in test.items()
        for part, gap in (more | {"test": gaps[2]} if name == "frequency" else more).items()
    )
    learnt = {name: history(validation or [0.3, 0.2, 0.1]) for name in pixel_costs}
    starts = {"chrono": [0.2, 0.1], "keras": [0.3, 0.2]} if ablation is None else ablation
    tables = [history(values).assign(gate_bias=bias) for bias, values in starts.items()]
    table = pandas.concat(tables) if tables else None
    made = prediction_claims.prediction_claims(test)
    return made | predictor_training_claims(costs, learnt, table, schedule), costs


def history(validation):
    epochs = range(1, len(validation) + 1)
    return pandas.DataFrame({"epoch": epochs, "loss": validation, "val_loss": validation})


def texts(made):
    return {name: claim.text for name, claim in made.items()}


def test_networks_below_the_published_numbers():
    made, _ = predicted(GOOD)
    text = texts(made)
    assert re.search(
        r"GRU 32 \(0.095\d against 0.1024\), .* are below their pub", text["published"]
    )
    assert "above" not in text["published"] and made["published"].holds
    assert text["best"].startswith("GRU 128 costs least on the test images, 0.080")
    assert text["rivals"].startswith("Every network costs less than the better rival, the neighb")


def test_opposite_results():
    made, _ = predicted(BAD)
    text = texts(made)
    assert "are above their published numbers" in text["published"]
    assert "below" not in text["published"] and not made["published"].holds
    assert "an interval that holds zero" in text["best"]
    assert text["rivals"].count("more than") == 1 and "less" not in text["rivals"]


def test_results_in_between_are_told_apart_by_network():
    text = texts(
        predicted({**GOOD, "gru-64": 0.2, "gru-128": published.NATS_PER_PIXEL["gru-128"]})[0]
    )
    assert "GRU 64 (0.2000 against 0.0969) is above its published number" in text["published"]
    assert "GRU 128 (0.0905 against 0.0905) is not told apart" in text["published"]
    assert "GRU 64 costs more than the better rival" in text["rivals"]
    assert "cost less than the better rival" in text["rivals"]


def test_one_network_of_another_size_without_an_ablation():
    text = texts(predicted({"gru-4": 0.2}, ablation={})[0])
    assert text["published"] == "No network here has a size of the published ones."
    assert "the next" not in text["best"] and text["ablation"] == ""


def test_test_images_that_are_easier_for_all_are_told_from_overfitting():
    made, _ = predicted(GOOD, gaps=(-1.0, -0.2, -1.5))
    text = texts(made)
    assert (
        "cost 1.00 nats per image less than training images (told apart for 4 of the 4"
        in (text["easier"])
    )
    assert (
        "Test images seem easier: they cost the frequencies 1.50 less [$0.67$, $2.33$] and the"
        in (text["easier"])
    )
    assert made["easier"].holds
    assert "(told apart for 0 of the 4): no overfitting is seen." in text["overfitting"]
    assert not made["overfitting"].holds


def test_networks_that_overfit_are_named():
    made, _ = predicted(GOOD, gaps=(2.0, 2.0, 0.1))
    text = texts(made)
    assert "cost 2.00 nats per image more than training images" in text["easier"]
    assert "they cost the frequencies $+0.10$ more [$-0.73$, $0.93$] and the nei" in text["easier"]
    assert not made["easier"].holds
    assert ": GRU 32, GRU 64, GRU 128 and GRU 3 $\\times$ 32 overfit." in text["overfitting"]
    assert made["overfitting"].holds
    assert "GRU 4 overfits." in texts(predicted({"gru-4": 0.2}, (2.0, 2.0, 0.1))[0])["overfitting"]


def test_test_images_that_cost_a_rival_more_are_not_called_easier():
    made, _ = predicted(GOOD, gaps=(-1.0, 0.0, 1.5))
    assert "easier" not in made["easier"].text and not made["easier"].holds


@pytest.mark.parametrize(
    ("validation", "schedule", "found", "explained"),
    [
        ([0.3, 0.2, 0.1], "cosine", "4 of the 4", True),
        ([0.3, 0.2, 0.1], "constant", "4 of the 4", False),
        ([0.3, 0.1, 0.2], "cosine", "0 of the 4", False),
    ],
)
def test_the_last_epoch_is_best_by_the_schedule_where_there_is_one(
    validation, schedule, found, explained
):
    text = texts(predicted(GOOD, validation=validation, schedule=schedule)[0])["last_epoch"]
    assert f"after the last epoch for {found} networks" in text
    assert ("expected of the schedule" in text) == explained


@pytest.mark.parametrize(
    ("chrono", "keras", "said", "holds"),
    [
        (
            [0.15, 0.13],
            [0.20, 0.129],
            "0.0010 more, or 0.8 per image: chrono initialization makes the start faster; whether",
            True,
        ),
        (
            [0.15, 0.129],
            [0.20, 0.13],
            "0.0010 less, or 0.8 per image: chrono initialization makes the start faster; whether",
            True,
        ),
        (
            [0.15, 0.10],
            [0.20, 0.13],
            "0.0300 less, or 23.5 per image: chrono initialization is ahead at the end",
            True,
        ),
        (
            [0.15, 0.13],
            [0.20, 0.10],
            "0.0300 more, or 23.5 per image: Keras's start is slower at first, and ahe",
            True,
        ),
        (
            [0.20, 0.13],
            [0.15, 0.12],
            "0.0100 less, or 7.8 per image: Keras's start is ahead at the end as well",
            False,
        ),
        (
            [0.15],
            [0.20],
            "0.0500 nats per pixel less with chrono initialization than with Kera",
            True,
        ),
    ],
)
def test_the_ablation_tells_who_leads_first_and_last(chrono, keras, said, holds):
    claim = predicted(GOOD, ablation={"chrono": chrono, "keras": keras})[0]["ablation"]
    assert said in claim.text and claim.holds == holds


def test_the_table_of_costs_has_every_number():
    table = costs_table(predicted(GOOD)[1], dict.fromkeys(SIZES, 7))
    (row,) = (line for line in table.splitlines() if line.startswith("GRU 64"))
    assert "& 7 &" in row and row.count("0.0004") == 3 and "71.5 $\\pm$ 0.3 & 0.0969" in row
    assert r"\midrule frequencies &" in table
