"""Differences between networks: which pairs, and intervals that know seeds and images."""

import numpy as np
import pandas
import pytest
from compare_networks import compare_networks, pairs
from hypothesis import given, settings
from hypothesis import strategies as st
from rowreader.analysis.intervals import difference, resample
from rowreader.run.errors import UserError
from rowreader.run.files import save_table


def networks(rng, shares, seeds=3, images=200):
    return {name: rng.random((seeds, images)) < share for name, share in shares.items()}


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 100), st.integers(1, 4))
def test_networks_that_are_equally_often_right_are_not_told_apart(seed, seeds):
    rng = np.random.default_rng(seed)
    runs = rng.random((seeds, 100)) < 0.8
    correct = {"one": runs, "other": runs[::-1]}
    found = difference(correct, resample(correct, 200, seed), "one", "other")
    assert found.mean == 0 and found.low <= 0 <= found.high


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 100), st.floats(0.1, 0.9))
def test_swapping_the_networks_flips_the_sign(seed, share):
    correct = networks(np.random.default_rng(seed), {"one": share, "other": 0.5})
    resampled = resample(correct, 200)
    found = difference(correct, resampled, "one", "other")
    swapped = difference(correct, resampled, "other", "one")
    np.testing.assert_allclose(
        [found.mean, found.low, found.high], [-swapped.mean, -swapped.high, -swapped.low]
    )
    assert found.low <= found.mean <= found.high


def test_the_same_results_give_the_same_intervals():
    correct = networks(np.random.default_rng(0), {"one": 0.9, "other": 0.8})
    ends = [difference(correct, resample(correct, 300), "one", "other") for _ in range(2)]
    assert ends[0] == ends[1]


def test_images_alone_give_the_interval_of_paired_images():
    """One seed each: the standard error is that of the mean difference over the images."""
    correct = networks(np.random.default_rng(1), {"one": 0.9, "other": 0.8}, seeds=1, images=1000)
    found = difference(correct, resample(correct), "one", "other")
    by_image = correct["one"][0].astype(float) - correct["other"][0]
    half = 1.96 * by_image.std(ddof=1) / np.sqrt(1000)
    np.testing.assert_allclose(found.high - found.mean, half, rtol=0.05)


def test_seeds_alone_give_welchs_interval():
    """Runs right or wrong on all images alike: what spreads is the seeds, of each network its own,
    and drawing three seeds from three is corrected for."""
    rights = {"one": [1, 1, 0], "other": [0, 1, 0]}
    correct = {
        name: np.repeat(np.array(runs, bool)[:, None], 20, 1) for name, runs in rights.items()
    }
    found = difference(correct, resample(correct, 20000), "one", "other")
    from scipy.stats import ttest_ind

    want = ttest_ind(*rights.values(), equal_var=False).confidence_interval(0.95)
    np.testing.assert_allclose([found.low, found.high], want, rtol=0.03)


def test_seeds_and_images_both_widen_the_interval():
    rng = np.random.default_rng(2)
    same = rng.random((1, 500)) < 0.9
    other = rng.random((1, 500)) < 0.85
    steady = {"one": np.repeat(same, 3, 0), "other": np.repeat(other, 3, 0)}
    unsteady = {**steady, "one": steady["one"] & (np.arange(500) > [[0], [40], [80]])}
    widths = []
    for correct in (steady, unsteady):
        found = difference(correct, resample(correct), "one", "other")
        widths.append(found.high - found.low)
    assert widths[1] > 1.5 * widths[0] > 0


SUMMARY = pandas.DataFrame(
    [
        ("lstm-32", 12, 0.96),
        ("lstm-128", 144, 0.98),
        ("lstm-3x32", 28, 0.97),
        ("gru-32", 10, 0.95),
        ("gru-64", 30, 0.97),
        ("gru-128", 111, 0.99),
        ("gru-3x32", 24, 0.975),
        ("linear", 8, 0.92),
        ("convolutional", 14, 0.985),
    ],
    columns=["model", "parameters", "test_accuracy_mean"],
)


def test_the_pairs_are_those_that_the_report_speaks_of():
    found = {kind: [] for kind in ("cell", "width", "depth", "parameters", "whole")}
    for kind, first, second in pairs(SUMMARY, "gru-32"):
        found[kind].append((first, second))
    sizes = ("32", "128", "3x32")
    assert found == {
        "cell": [(f"gru-{size}", f"lstm-{size}") for size in sizes],
        "width": [("lstm-128", "lstm-32"), ("gru-128", "gru-32")],
        "depth": [("lstm-3x32", "lstm-32"), ("gru-3x32", "gru-32")],
        "parameters": [("lstm-3x32", "lstm-128"), ("gru-3x32", "gru-64")],
        "whole": [
            (first, second)
            for first in ("gru-32", "gru-128")
            for second in ("linear", "convolutional")
        ],
    }


def test_one_network_has_nothing_to_be_compared_with_but_the_whole_image_models():
    alone = SUMMARY[SUMMARY["model"].isin(["gru-32", "linear"])]
    assert pairs(alone, "gru-32") == [("whole", "gru-32", "linear")]


@pytest.fixture
def evaluated(tmp_path):
    """Predictions of three models, and the table of their means."""
    summary = SUMMARY[SUMMARY["model"].isin(["lstm-32", "gru-32", "linear"])]
    save_table(tmp_path / "summary.csv", summary)
    rng, paths = np.random.default_rng(0), {}
    labels = np.arange(300) % 10
    for name, share in zip(summary["model"], (0.95, 0.7, 0.1), strict=True):
        right = rng.random((3, 300)) < share
        logits = np.eye(10)[np.where(right, labels, (labels + 1) % 10)]
        paths[name] = tmp_path / f"{name}.npz"
        np.savez(paths[name], logits=logits, labels=labels)
    return paths, tmp_path / "summary.csv", "gru-32", tmp_path / "comparisons.csv"


def test_the_table_of_comparisons_is_that_of_the_predictions(evaluated):
    compare_networks(*evaluated)
    table = pandas.read_csv(evaluated[-1]).set_index(["kind", "first", "second"])
    row = table.loc[("cell", "gru-32", "lstm-32")]
    shares = []
    for name in ("gru-32", "lstm-32"):
        arrays = np.load(evaluated[0][name])
        shares.append((arrays["logits"].argmax(-1) == arrays["labels"]).mean())
    assert np.isclose(row["difference"], shares[0] - shares[1])
    assert row["low"] < row["difference"] < row["high"] < 0


def test_predictions_of_other_images_are_refused(evaluated):
    path = evaluated[0]["linear"]
    arrays = dict(np.load(path))
    np.savez(path, **{**arrays, "labels": arrays["labels"][::-1]})
    with pytest.raises(UserError, match="linear.npz is damaged .*labels.* --forcerun evaluate"):
        compare_networks(*evaluated)
