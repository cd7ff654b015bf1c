"""Sentences on completed images: true for whatever the results are."""

import numpy as np
import pandas
import pytest
from rowreader.report import completion_claims
from rowreader.report.prediction_tables import completion_table


def completed(excess, half=1.0):
    rows = [
        {"model": name, "length": length, "images": 100, "samples": 30.0, "truth": 30 + e,
         "samples_error": 0.1, "truth_error": 0.2,
         "excess": e, "excess_low": e - half, "excess_high": e + half}
        for name, value in excess.items()
        for length, e in ((1, 0.0), (300, value))
    ]  # fmt: skip
    return pandas.DataFrame(rows)


def drawn(table, seed=0):
    """Arrays of complete_images of each network, whose truth costs its excess more in the mean."""
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 2, (100, 784), dtype=np.uint8)
    longest = table[table["length"] == table["length"].max()].set_index("model")["excess"]
    return {
        name: {
            "known": 484,
            "labels": np.arange(100) % 10,
            "pixels": pixels,
            "drawn": rng.integers(0, 2, (100, 4, 300), dtype=np.uint8),
            "sample_nats": np.full((100, 4, 300), 0.1),
            "true_nats": np.full((100, 300), 0.1 + excess / 300) + rng.normal(0, 1e-4, (100, 1)),
        }
        for name, excess in longest.items()
    }


def of_completions(table):
    return completion_claims.completion_claims(table, drawn(table), table["model"].iloc[0])


def test_too_sure_too_unsure_or_neither():
    table = completed({"gru-32": 2.5, "gru-64": -3.0, "gru-128": 0.5})
    made = of_completions(table)
    text = made["sure"].text
    assert "GRU 32 ($+2.50$ [$1.50$, $3.50$]) is too sure;" in text
    assert "GRU 64 ($-3.00$ [$-4.00$, $-2.00$]) is too unsure;" in text
    assert "GRU 128 ($+0.50$ [$-0.50$, $1.50$]) is not told apart from right" in text
    said = made["told_apart"].text
    assert said.startswith(
        "Of all 6 intervals, 2 leave out zero (above it GRU 32 over 300 pixels; "
    )
    assert "below it GRU 64 over 300 pixels); chance" in said and not made["told_apart"].holds
    assert "for 0 of the 3 networks over 1 pixel and 1 over 300." in made["lengths"].text
    assert not made["sure"].holds
    assert "$-3.00$ & [$-4.00$, $-2.00$]" in completion_table(table)
    every = of_completions(completed({"gru-32": 2.5, "gru-64": 2.0}))
    assert every["sure"].holds and "are too sure." in every["sure"].text


@pytest.mark.parametrize(
    ("excess", "said", "holds"),
    [
        (2.0, "if anything, they are too sure.", False),
        (-2.0, "if anything, they are too unsure.", True),
        (0.0, "an interval that holds zero.", False),
    ],
)
def test_the_networks_together_are_sure_or_unsure(excess, said, holds):
    claim = of_completions(completed({"gru-32": excess, "gru-64": excess}))["together"]
    assert claim.text.endswith(said) and claim.holds == holds
    assert claim.text.startswith("The mean over the 2 networks is $")
    assert of_completions(completed({"gru-32": excess}))["together"].text == ""


def ring(closed):
    """An image whose lower, unknown part closes a ring of ink, or leaves it open."""
    image = np.zeros((28, 28), np.uint8)
    image[12:22, [8, 18]] = image[12, 8:19] = 1
    image[22, 8:19] = closed
    return image.ravel()


@pytest.mark.parametrize(("own", "shares"), [(1, "100"), (0, "0")])
def test_the_examples_are_told_by_their_costs_overlaps_and_holes(own, shares):
    given = ring(0)  # and a hole that known ink closes
    given[[1, 2, 3, 29, 31, 57, 58, 59]] = 1
    pixels = np.stack([ring(1), ring(1), ring(1), ring(0), given])
    samples = np.stack(
        [np.stack([ring(own)] * 2)[:, 484:]] * 3 + [np.stack([ring(0)] * 2)[:, 484:]] * 2
    )
    arrays = {"known": 484, "labels": np.arange(5), "pixels": pixels, "drawn": samples}
    arrays |= {"true_nats": np.full((5, 300), 0.1), "sample_nats": np.full((5, 2, 300), 0.2)}
    table = completed({"gru-32": 1.0})
    made = completion_claims.completion_claims(table, {"gru-32": arrays}, "gru-32")
    text = made["examples"].text
    assert "costs 30.0 nats, and its samples 60.0; that of the best, a " in text
    assert "over the 5 images" in text
    holes = made["holes"]
    assert holes.holds == bool(own)
    assert (
        "Of all images, 4 have a hole, blank that ink closes off; in 1 of them known" in holes.text
    )
    assert f"closes one in {shares}\\,\\% of the samples of the other 3, and in" in holes.text
    assert holes.text.endswith("and in 0\\,\\% of those of images without.")
    assert f"has a hole; samples that have one: {2 * own} of 2" in holes.text


def signs(by_length):
    """The claims of two networks whose truth costs so much more than their samples, by length."""
    parts = [
        completed({"gru-32": excess, "gru-64": excess + 0.1})[1::2].assign(length=length)
        for length, excess in by_length.items()
    ]
    return of_completions(pandas.concat(parts))


def test_the_sign_by_the_number_of_completed_pixels():
    mixed = signs({1: -2.0, 10: 2.0, 300: -0.5})
    assert "2 of the 2 networks over 1 pixel, 0 over 10 and 2 over 300." in (mixed["lengths"].text)
    assert not mixed["lengths"].holds
    assert (
        "(above it GRU 32 and GRU 64 over 10 pixels; below it GRU 32 and GRU 64 over 1 pixel)"
        in (mixed["told_apart"].text)
    )
    same = signs({1: 0.1, 300: 0.2})
    assert same["lengths"].text.endswith(": the sign is the same at every length.")
    assert "Of all 4 intervals, none leave out zero; chance" in same["told_apart"].text
    assert same["lengths"].holds and same["told_apart"].holds
