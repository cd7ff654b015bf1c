"""Published mistakes made on predictions of known probability, and what is told of them."""

import math

import numpy as np
import pandas
import pytest
from predictors import Copying
from repeat_mistake import by_image, costs, shifted_costs
from rowreader.analysis.likelihoods import log_likelihoods, probabilities
from rowreader.analysis.mistaken_costs import least_mistaken_costs, mistaken_costs
from rowreader.report import published
from rowreader.report.mistake_claims import mistake_claims, published_restored
from rowreader.report.prediction_tables import mistake_table


def tables(aligned, shifted):
    """The two tables of repeat_mistake, with these multiples of the published costs."""
    pairs = {"known": published.KNOWN_COSTS, "completed": published.COMPLETED_COSTS}
    return [
        pandas.DataFrame(
            {"model": name, "read": read, "mistaken": factor * costs[name], "right": 49.0,
             "standard_error": 1.0, "least_mistaken": 301.0,
             "pixels": 484 if read == "known" else 783}
            for read, costs in pairs.items()
            for name in ("gru-32", "gru-128")
        )
        for factor in (aligned, shifted)
    ]  # fmt: skip


@pytest.mark.parametrize(("factor", "holds"), [(1.002, True), (0.2, False)])
def test_the_mistakes_explain_the_published_numbers_or_do_not(factor, holds):
    made = mistake_claims(*tables(0.9, factor))["mistake"]
    assert made.holds == holds
    assert ("do not explain" in made.text) != holds
    assert "alone they differ by up to 51.2 nats, 4 of the 4 by more than 2 standard" in made.text
    assert (
        f"with both they differ by up to {1.0 if holds else 409.4} nats, {0 if holds else 4} of"
        in (made.text)
    )
    assert "a standard error of 1.4 nats" in made.text  # sqrt(2) times that of either
    others = [table.assign(model="gru-4") for table in tables(1, 1)]
    assert mistake_claims(*others)["mistake"].text == ""


def test_the_table_of_mistakes_has_every_number_and_both_counts_of_labels():
    aligned, shifted = tables(0.8, 1.0)
    shifted.loc[shifted["read"] == "known", "pixels"] = 485
    table = mistake_table(aligned, shifted)
    row = "GRU 32 & 49.0 & 254.8 & 301.0 & 318.5 & 318.5 & 49.0 & 408.5 & 301.0 & 510.6 & 510.6"
    assert (
        row in table
        and "{484 (shifted: 485) pixels, true}" in table
        and "{783 pixels, comp" in table
    )


def test_a_share_of_all_pixels_becomes_one_of_the_missing_pixels():
    share, low, high, error = published_restored("pixel", 1)
    assert share == pytest.approx(1 - 0.0002 * 784)
    assert (low, high) == pytest.approx((1 - 0.00025 * 784, 1 - 0.00015 * 784))
    assert error == pytest.approx(math.sqrt(share * (1 - share) / 1000))
    assert published_restored("patch", 4)[0] == pytest.approx(1 - 0.0012 * 196)


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


def softplus(x):
    return math.log(1 + math.exp(x))


def test_shifted_labels_are_the_pixels_just_read():
    # Stripes, read by a network that expects the opposite of what it has read, with certainty: it
    # is always right, so that in place only the least is paid, and shifted the most.
    stripes = np.tile(np.uint8([0, 1]), (3, 4))
    network = Copying(1e-12)
    right = costs(network, stripes)
    assert right["pixels"] == 7 and right["right"] == pytest.approx(0, abs=1e-9)
    assert right["mistaken"] == pytest.approx(4 * (softplus(1) - 1) + 3 * softplus(0))
    assert right["mistaken"] == pytest.approx(right["least_mistaken"])
    whole = shifted_costs(network, stripes, masked=False)  # labels 0 1 0 1 0 1 0, said 1 0 1 0 ...
    assert whole["pixels"] == 7
    assert whole["mistaken"] == pytest.approx(4 * softplus(1) + 3 * softplus(0))
    assert whole["least_mistaken"] == pytest.approx(3 * (softplus(1) - 1) + 4 * softplus(0))
    # Masked, the last label, ink, is of what is said after a blank: ink.
    masked = shifted_costs(network, stripes, masked=True)
    assert masked["pixels"] == 8
    assert masked["mistaken"] == pytest.approx(whole["mistaken"] + softplus(1) - 1)


def test_the_error_of_a_sum_is_over_the_images_not_over_their_samples():
    # Two samples of each image cost 0 and 2 more or less than it: the images are 1 and 5.
    found = by_image(np.array([0.0, 2.0, 3.0, 7.0]), 2)
    assert (found.mean, found.error) == pytest.approx((3.0, 2.0))
