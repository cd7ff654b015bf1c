"""Sentences on in-painted pixels and their probabilities: true for whatever the results are."""

import math

import numpy as np
import pandas
from rowreader.report.inpainting_claims import inpainting_claims
from rowreader.report.reliability_claims import reliability_claims


def texts(made):
    return {name: claim.text for name, claim in made.items()}


def gaps(names, restored, said, apart=0.0):
    """A table of gaps for each network: which share is restored, and what it says of itself."""
    test = {name: np.full((1, 50), 80.0) for name in names}
    test["neighbours"] = np.full((1, 50), 80.0 + 78.3)  # a tenth of a nat a pixel more
    tables = {}
    for name in names:
        rows = [
            {"gap": gap, "image": image, "whole": float(image < 50 * restored),
             "best": -math.log(said) + 0.001 * (image % 2),
             "image_truth": 80.0 + apart + 0.001 * (-1) ** image, "image_best": 79.5 + apart}
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
    trust = trusted(["gru-32", "gru-64", "neighbours"], share=restored - said, cost=said - restored)
    return inpainting_claims(filled(gain, share), trust, tables, test)


def trusted(names, share=0.0, cost=0.0, half=0.1, error=0.04, bins=0.5):
    """The table of trust, each of these measures with the interval this wide each way."""
    measures = {"share": share, "cost": cost, "error": error, "bins": bins}
    return pandas.DataFrame(
        {"model": model, "gap": gap, "name": name, "value": value,
         "low": value - half, "high": value + half}
        for model in names
        for gap in ("pixel", "patch")
        for name, value in measures.items()
    )  # fmt: skip


def test_networks_that_restore_more_than_the_rivals():
    made = inpainted(gain=0.5, share=0.9, restored=0.9, said=0.5)
    text = texts(made)
    assert "A single pixel is restored most often by GRU 64 (91.0" in text["restored_pixel"]
    assert "least often by the left neighbour (10.0" in text["restored_patch"]
    assert "GRU 64 ($+41.0$) restore more than the neighbours" in text["restored_pixel"]
    assert text["gain"].startswith("In 4 of the 4 pairs") and "in 0 more" in text["gain"]
    assert "(GRU 32, single pixels: by 0.50 nats [$0.40$, $0.60$]; GRU 32, patches" in text["gain"]
    assert "by 78.3 nats, or 0.1000 a pixel. That need not" in text["expected_gain"]
    assert text["expected_gain"].endswith("0.10 and 0.40 nats, would be missed.")
    assert text["sign"].startswith("Of these 4 estimates of networks, 0 lie below zero")
    assert "(too unsure) for single pixels by GRU 32 ($-0.40$ [$-0.50$, $-0.30$])" in (text["cost"])
    assert made["cost"].holds and made["sign"].holds
    assert "restore more than they say" in text["sure_pixel"]
    assert made["routes"].holds and "more than rounding" not in text["routes"]
    assert (
        "with one missing pixel cost 80.0 nats in the mean with the true filling and 79.5"
        in (text["images"])
    )
    assert "and all test images 80.0; the true" in text["images"] and made["images"].holds
    assert "test images in 0 of the 4 pairs" in text["images"]


def test_networks_that_restore_less_than_the_rivals():
    made = inpainted(gain=-0.5, share=0.2, restored=0.5, said=0.9, apart=0.5)
    text = texts(made)
    assert "most often by the neighbours (50.0" in text["restored_patch"]
    assert not made["restored_patch"].holds and "restore fewer" in text["restored_patch"]
    assert text["gain"].startswith("In 0 of the 4 pairs") and "in 4 more" in text["gain"]
    assert (
        "GRU 64 ([$-50.0$, $-30.0$]) and the neighbours ([$-50.0$, $-30.0$]) restore fewer"
        in (text["sure_patch"])
    )
    assert "(GRU 32, single pixels: by 0.50 nats [$0.40$, $0.60$]; " in text["gain"]
    assert "more than the entropy (too sure) for" in text["cost"] and not made["cost"].holds
    assert "4 lie below zero" in text["sign"]
    assert not made["routes"].holds and "0.5 nats of up to 81, more than r" in text["routes"]
    assert "cost 80.5 nats" in text["images"] and "in 4 of the 4 pairs" in text["images"]
    assert not made["images"].holds


def test_networks_that_are_not_told_apart():
    text = texts(inpainted(gain=0.0, share=0.5, restored=0.5, said=0.5))
    assert "are not told apart from the neighbours" in text["restored_pixel"]
    assert "in 0 more, in 4 the interval" in text["gain"]
    assert "are not told apart from right" in text["sure_pixel"]
    assert text["cost"] == "In 6 of the 6 cases the two are not told apart."


def test_an_interval_that_ends_beside_zero_is_shown_to_do_so():
    tables, test = gaps(["gru-32"], 0.5, 0.5)
    trust = trusted(["gru-32", "neighbours"], share=-0.0996)
    made = inpainting_claims(
        filled(0.0, 0.5)[lambda t: t["model"] != "gru-64"], trust, tables, test
    )
    assert "GRU 32 ([$-19.96$, $0.04$])" in made["sure_pixel"].text


def diagrams(bins, error=0.04):
    """The claims of a table of reliability diagrams: {model: (predicted, observed) of each bin},
    single pixels, 100 in each bin, with intervals 10 points wide each way. error: the calibration
    error of right probabilities, 0.01 less or more."""
    rows = [
        {"model": name, "gap": "pixel", "bin": number, "pixels": 100, "predicted_share": predicted,
         "observed_share": observed, "observed_low": observed - 0.1,
         "observed_high": observed + 0.1}
        for name, pairs in bins.items()
        for number, (predicted, observed) in enumerate(pairs, start=1)
    ]  # fmt: skip
    return reliability_claims(pandas.DataFrame(rows), trusted(bins, error=error, half=0.01))


def test_over_and_under_confident_bins_are_told_apart():
    made = diagrams(
        {
            "gru-32": [(0.1, 0.35), (0.9, 0.7), (0.2, 0.05), (0.5, 0.5)],
            "frequency": [(0.1, 0.6), (0.6, 0.6)],
        }
    )
    text = texts(made)
    bins = text["bins"]
    assert bins.startswith(
        "The interval leaves out the mean prediction in 3 of the networks' 4 bins of single pixels"
        ", where right probabilities would, by simulation, make 0.5 do so in the mean. In 2"
    )
    assert "In 2 the prediction is over-confident, the share lying towards one half" in bins
    assert "by 20.0 to 25.0 points (most: GRU 32, single pixels: 10\\,\\% predicted, 35" in bins
    assert "in 1 the prediction is under-confident, the share lying away from one half" in bins
    assert "by 15.0 points (GRU 32" in bins and not made["bins"].holds
    assert (
        "by 15.0 points for single pixels, where right probabilities would by about 4.0 (GRU 32"
        in (text["calibration"])
    )
    assert text["calibration"].endswith("simulations). The frequencies differ by 25.0.")
    assert not made["calibration"].holds
    assert (
        "1 have an interval above the prediction and 0 one below; they do not kn"
        in (text["frequencies"])
    )
    assert made["frequencies"].holds


def test_predictions_that_are_right_everywhere():
    made = diagrams({"gru-32": [(0.1, 0.15), (0.9, 0.88)], "neighbours": [(0.3, 0.31)]})
    assert "in 0 of the networks' 2 bins of single pixels, where" in made["bins"].text
    assert (
        "The interval of the neighbours leaves the prediction out in 0 of 1 bins."
        in made["bins"].text
    )
    assert "confident" not in made["bins"].text and made["bins"].holds
    assert (
        "by 3.5 points for single pixels, where right probabilities would by about 4.0 (none"
        in (made["calibration"].text)
    )
    assert made["calibration"].holds
    less = diagrams({"frequency": [(0.5, 0.1), (0.9, 0.9)], "gru-32": [(0.5, 0.5)]})["frequencies"]
    assert (
        less.text.endswith("0 have an interval above the prediction and 1 one below.")
        and not less.holds
    )
