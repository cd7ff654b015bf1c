"""Whether probabilities are right, beside what right ones give by chance."""

import numpy as np
import pytest
from rowreader.analysis.completion import binary_entropy, hole_counts, skewed_interval
from rowreader.analysis.gaps import ink_around
from rowreader.analysis.reliability import calibration, drawn_fillings, reliability
from rowreader.report.wrong_pixel_claims import wrong_pixel_claims


def test_fillings_drawn_from_a_posterior_are_as_frequent_as_it_says():
    posterior = np.array([[0.1, 0.2, 0.3, 0.4], [0.0, 1.0, 0.0, 0.0]])
    drawn = drawn_fillings(posterior, 20_000)
    assert drawn.shape == (20_000, 2, 2) and drawn.dtype == np.uint8
    numbers = drawn @ np.array([2, 1])
    np.testing.assert_allclose(np.bincount(numbers[:, 0]) / 20_000, posterior[0], atol=0.02)
    assert (numbers[:, 1] == 1).all()
    np.testing.assert_array_equal(drawn, drawn_fillings(posterior, 20_000))


def test_the_calibration_is_that_of_the_diagram():
    rng = np.random.default_rng(0)
    predicted, truths = rng.random((40, 4)), rng.integers(0, 2, (3, 40, 4))
    errors, outside = calibration(predicted, truths)
    for truth, error, count in zip(truths, errors, outside, strict=True):
        rows = reliability(predicted, truth)
        apart = [abs(r["observed_share"] - r["predicted_share"]) * r["pixels"] for r in rows]
        assert error == pytest.approx(sum(apart) / 160)
        assert count == sum(
            not r["observed_low"] <= r["predicted_share"] <= r["observed_high"] for r in rows
        )


def test_the_entropy_of_a_pixel():
    assert binary_entropy([0.5, 1.0]) == pytest.approx([np.log(2), 0])


@pytest.mark.parametrize("chance", [0.99, 0.9])
def test_a_right_network_is_seldom_told_from_right_over_one_pixel(chance):
    rng, chances, below, above = np.random.default_rng(1), np.full(100, chance), 0, 0
    for _ in range(300):
        right = rng.random(100) < chances
        found = skewed_interval(
            *(-np.log(np.where(right, chances, 1 - chances)), np.where(right, chance, 1 - chance)),
            draws=500,
        )
        below, above = below + (found.high < 0), above + (found.low > 0)
    assert below + above < 0.09 * 300


def test_a_network_that_is_wrong_throughout_is_told_apart_over_one_pixel():
    assert skewed_interval(np.full(100, -np.log(0.1)), np.full(100, 0.1)).low > 0
    assert skewed_interval(np.full(100, -np.log(0.6)), np.full(100, 0.6)).high < 0


def test_holes_are_closed_off_from_the_border():
    picture = ["..........", ".###..##..", ".#.#.#..#.", ".###..##..", "......#...", "......#.#."]
    image = np.array([[pixel == "#" for pixel in row] for row in picture], np.uint8)
    opened = image.copy()
    opened[1, 2] = 0
    assert hole_counts(np.stack([image, opened, np.zeros_like(image)])).tolist() == [2, 1, 0]


def test_ink_around_a_pixel_leaves_out_the_pixel_and_what_is_outside():
    images = np.ones((2, 4, 5), np.uint8)
    assert ink_around(images, np.array([[0], [7]])).tolist() == [3 / 8, 1]


@pytest.mark.parametrize(
    ("wrong", "said", "holds"),
    [
        (
            range(4),
            "4 of the 5 single pixels that differ from most of their eight neighbours",
            True,
        ),
        (range(4, 10), "1 of the 5 single pixels that differ from most of their eight neig", False),
    ],
)
def test_wrong_pixels_are_told_by_what_is_around_them(wrong, said, holds):
    # Ten images of ink; in the first five the missing pixel is a blank speck.
    images = np.ones((10, 5, 5), np.uint8)
    images[:5, 2, 2] = 0
    truth = images.reshape(10, -1)[:, 12:13]
    true = np.where(np.isin(np.arange(10), wrong), 0.1, 0.9)
    true[0 if holds else 9] *= 0.5
    blank = np.where(truth[:, 0] == 0, true, 1 - true)
    arrays = {"images": np.arange(10), "gaps": np.full((10, 1), 12), "truth": truth}
    arrays["log_posteriors"] = np.log(np.stack([blank, 1 - blank], axis=1))
    arrays = {f"pixel_{key}": values for key, values in arrays.items()}
    claim = wrong_pixel_claims(images, arrays, "gru-32")["wrong_pixels"]
    assert claim.holds == holds and f"GRU 32 restores wrongly {said}" in claim.text
    assert ("specks and notches go wrong most often" in claim.text) == holds
    assert f"The most wrong one is {'blank, as none' if holds else 'ink, as 8'} of" in claim.text
