"""Sentences of the second study's report: true for whatever the results are."""

import math
import re

import numpy as np
import pandas
import pytest
from rowreader.analysis.likelihoods import log_likelihoods, probabilities
from rowreader.analysis.mistaken_costs import least_mistaken_costs, mistaken_costs
from rowreader.report import completion_claims, inpainting_claims, prediction_claims, published
from rowreader.report.prediction_tables import completion_table, costs_table

SIZES = ["gru-32", "gru-64", "gru-128", "gru-3x32"]
IMAGES = np.random.default_rng(0).normal(size=(1, 400))
IMAGES -= IMAGES.mean()  # the spread of the costs over the images
GOOD = dict(zip(SIZES, [0.095, 0.09, 0.08, 0.092], strict=True))
BAD = dict.fromkeys(SIZES, 0.15)


def predicted(pixel_costs, gap=1.0, last_is_best=True, ablation=("chrono", "keras"), spread=1.0):
    """The claims, of these nats per pixel; gap: test minus training, nats per image."""
    named = {**pixel_costs, "frequency": 0.21, "neighbours": 0.12}
    test = {name: 783 * cost + spread * IMAGES * (1 + i / 9) for i, (name, cost) in
            enumerate(named.items())}  # fmt: skip
    costs = pandas.DataFrame(
        {
            "model": name,
            "part": part,
            "parameters": 4096,
            "images": 400,
            "nats_per_pixel_mean": (nats.mean() - lower) / 783,
            "nats_per_image_mean": nats.mean() - lower,
            "standard_error": 0.5,
        }
        for name, nats in test.items()
        for part, lower in (("train", gap), ("validation", 0), ("test", 0))
    )
    losses = [0.3, 0.2, 0.1 if last_is_best else 0.25]
    history = pandas.DataFrame({"epoch": [1, 2, 3], "loss": losses, "val_loss": losses})
    tables = [history.assign(gate_bias=b, val_loss=history["val_loss"] + 0.01 * i)
              for i, b in enumerate(ablation)]  # fmt: skip
    table = pandas.concat(tables) if tables else None
    made = prediction_claims.prediction_claims(
        costs, test, dict.fromkeys(pixel_costs, history), table
    )
    return made, costs


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
    assert "for 4 of the 4 networks" in text["overfitting"] and "$+1.00$" in text["overfitting"]
    assert "for 4 of the 4 networks" in text["last_epoch"]
    assert "0.1000 nats per pixel with chrono initialization and 0.1100" in text["ablation"]
    assert "ahead after 3 of the 3 epochs" in text["ablation"] and made["ablation"].holds


def test_opposite_results():
    made, _ = predicted(BAD, gap=-1.0, last_is_best=False, ablation=("keras", "chrono"))
    text = texts(made)
    assert "are above their published numbers" in text["published"]
    assert "below" not in text["published"] and not made["published"].holds
    assert "an interval that holds zero" in text["best"]
    assert text["rivals"].count("more than") == 1 and "less" not in text["rivals"]
    assert "for 0 of the 4 networks" in text["overfitting"] and "$-1.00$" in text["overfitting"]
    assert "for 0 of the 4 networks" in text["last_epoch"]
    assert "per pixel with Keras's start and" in text["ablation"] and not made["ablation"].holds


def test_results_in_between_are_told_apart_by_network():
    text = texts(
        predicted({**GOOD, "gru-64": 0.2, "gru-128": published.NATS_PER_PIXEL["gru-128"]})[0]
    )
    assert "GRU 64 (0.2000 against 0.0969) is above its published number" in text["published"]
    assert "GRU 128 (0.0905 against 0.0905) is not told apart" in text["published"]
    assert "GRU 64 costs more than the better rival" in text["rivals"]
    assert "cost less than the better rival" in text["rivals"]


def test_one_network_of_another_size_without_an_ablation():
    text = texts(predicted({"gru-4": 0.2}, ablation=())[0])
    assert text["published"] == "No network here has a size of the published ones."
    assert "the next" not in text["best"] and text["ablation"] == ""


def test_the_table_of_costs_has_every_number():
    table = costs_table(predicted(GOOD)[1], dict.fromkeys(SIZES, 7))
    (row,) = (line for line in table.splitlines() if line.startswith("GRU 64"))
    assert "& 7 &" in row and row.count("0.0006") == 3 and "70.5 $\\pm$ 0.5 & 0.0969" in row
    assert r"\midrule frequencies &" in table


def completed(excess, half=1.0):
    rows = [
        {"model": name, "length": length, "images": 100, "samples": 30.0, "truth": 30 + e,
         "samples_error": 0.1, "truth_error": 0.2,
         "excess": e, "excess_low": e - half, "excess_high": e + half}
        for name, value in excess.items()
        for length, e in ((1, 0.0), (300, value))
    ]  # fmt: skip
    return pandas.DataFrame(rows)


def test_too_sure_too_unsure_or_neither():
    table = completed({"gru-32": 2.5, "gru-64": -3.0, "gru-128": 0.5})
    made = completion_claims.completion_claims(table)
    text = made["sure"].text
    assert "GRU 32 ($+2.50$ [$1.50$, $3.50$]) is too sure;" in text
    assert "GRU 64 ($-3.00$ [$-4.00$, $-2.00$]) is too unsure;" in text
    assert "GRU 128 ($+0.50$ [$-0.50$, $1.50$]) is neither too sure nor" in text
    assert "of all 6 intervals, 1 lies above zero and 1 below" in made["lengths"].text.lower()
    assert not made["sure"].holds
    assert "$-$3.00 $\\pm$ 1.00" in completion_table(table)
    every = completion_claims.completion_claims(completed({"gru-32": 2.5, "gru-64": 2.0}))["sure"]
    assert every.holds and "are too sure." in every.text


def gaps(names, restored, said, apart=0.0):
    """A table of gaps for each network: which share is restored, and what it says of itself."""
    test = {name: np.full((1, 50), 80.0) for name in names}
    tables = {}
    for name in names:
        rows = [
            {"gap": gap, "image": image, "whole": float(image < 50 * restored),
             "best": -math.log(said) + 0.001 * (image % 2), "image_truth": 80.0 + apart}
            for gap in ("pixel", "patch")
            for image in range(50)
        ]  # fmt: skip
        tables[name] = pandas.DataFrame(rows)
    return tables, test


def filled(gain, share, rival_share=0.5):
    """The table of in-painting, of two networks and the rivals."""
    shares = {"gru-32": share, "gru-64": share + 0.01, "neighbours": rival_share, "left": 0.1}
    rows = [
        {"model": name, "gap": gap, "whole_share": value,
         **{f"{key}{end}": g + e for key, g in (("gain", gain), ("whole_gain", value - rival_share))
            for end, e in (("", 0), ("_low", -0.1), ("_high", 0.1))}}
        for name, value in shares.items()
        for gap in ("pixel", "patch")
    ]  # fmt: skip
    return pandas.DataFrame(rows)


def inpainted(gain, share, restored, said, apart=0.0):
    tables, test = gaps(["gru-32", "gru-64"], restored, said, apart)
    return inpainting_claims.inpainting_claims(filled(gain, share), tables, test)


def test_networks_that_restore_more_than_the_rivals():
    made = inpainted(gain=0.5, share=0.9, restored=0.9, said=0.5)
    text = texts(made)
    assert "A single pixel is restored most often by GRU 64 (91.0" in text["restored_pixel"]
    assert "least often by the left neighbour (10.0" in text["restored_patch"]
    assert "GRU 64 ($+41.00$ points) restore more than the neighbours" in text["restored_pixel"]
    assert text["gain"].startswith("In 4 of the 4 pairs") and "in 0 more" in text["gain"]
    assert "restore more than they say" in text["sure_pixel"]
    assert made["routes"].holds and "more than rounding" not in text["routes"]


def test_networks_that_restore_less_than_the_rivals():
    made = inpainted(gain=-0.5, share=0.2, restored=0.5, said=0.9, apart=0.5)
    text = texts(made)
    assert "most often by the neighbours (50.0" in text["restored_patch"]
    assert not made["restored_patch"].holds and "restore fewer" in text["restored_patch"]
    assert text["gain"].startswith("In 0 of the 4 pairs") and "in 4 more" in text["gain"]
    assert "restore fewer than they say" in text["sure_patch"]
    assert not made["routes"].holds and "0.5 nats of up to 80, more than r" in text["routes"]


def test_networks_that_are_not_told_apart():
    text = texts(inpainted(gain=0.0, share=0.5, restored=0.5, said=0.5))
    assert "are not told apart from the neighbours" in text["restored_pixel"]
    assert "in 0 more, in 4 the interval" in text["gain"]
    assert "are not told apart from right" in text["sure_pixel"]


@pytest.mark.parametrize(("factor", "holds"), [(1.02, True), (0.2, False)])
def test_the_mistake_explains_the_published_numbers_or_does_not(factor, holds):
    pairs = {"known": published.KNOWN_COSTS, "completed": published.COMPLETED_COSTS}
    table = pandas.DataFrame(
        {"model": name, "read": read, "mistaken": factor * costs[name]}
        for read, costs in pairs.items()
        for name in ("gru-32", "gru-128")
    )
    made = inpainting_claims.mistake_claims(table)["mistake"]
    assert made.holds == holds
    assert ("does not explain" in made.text) != holds
    assert ("2.0" if holds else "80.0") in made.text
    other = inpainting_claims.mistake_claims(table.assign(model="gru-4"))["mistake"]
    assert other.text == ""


def test_a_share_of_all_pixels_becomes_one_of_the_missing_pixels():
    assert inpainting_claims.published_restored("pixel", 1) == pytest.approx(1 - 0.0002 * 784)
    assert inpainting_claims.published_restored("patch", 4) == pytest.approx(1 - 0.0012 * 196)


def test_the_mistake_costs_what_its_formula_says_and_never_less_than_its_least():
    logits = np.linspace(-30, 30, 61)
    for pixel in (0, 1):
        pixels = np.full(61, pixel)
        p = probabilities(logits)
        found = mistaken_costs(logits, pixels)
        np.testing.assert_allclose(found, np.log(1 + np.exp(p)) - pixel * p)
        least = least_mistaken_costs(pixels)
        assert (found >= least - 1e-12).all()
        right = -log_likelihoods(logits, pixels)
        certain = np.argmin(right)
        assert right[certain] < 1e-12 and found[certain] == pytest.approx(least[certain])
    assert least_mistaken_costs([0, 1]) == pytest.approx([math.log(2), math.log(1 + 1 / math.e)])
