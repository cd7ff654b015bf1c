"""From a saved predictor to the tables of completions and in-painting, and what figures show."""

from types import SimpleNamespace

import numpy as np
import pandas
import plot_completions
import plot_inpainting
import pytest
from complete_images import complete_images
from inpaint import inpaint
from inpaint_by_rivals import inpaint_by_rivals
from predictors import random_predictor
from rowreader.analysis.completion import LENGTHS
from rowreader.data.images import pack
from rowreader.networks.stepper import load_stepper
from rowreader.networks.store import save_model
from rowreader.run.files import load_arrays, load_table, save_arrays
from tabulate_completions import tabulate_completions
from tabulate_inpainting import tabulate_inpainting

RIVALS = ["frequency", "neighbours", "left"]


@pytest.fixture(scope="module")
def one_process():
    """TensorFlow's threads are set once in a process: not by a script that a test calls."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rowreader.training.threads.set_threads", lambda threads: None)
        yield


@pytest.fixture(scope="module")
def study(tmp_path_factory, one_process):
    """The study on 20 blobs of ink with a random predictor; returns its folder."""
    folder = tmp_path_factory.mktemp("study")
    rng = np.random.default_rng(0)
    images = np.zeros((20, 28, 28), np.uint8)
    images[:, 6:24, 6:22] = np.repeat(np.repeat(rng.integers(0, 2, (20, 9, 8)), 2, 1), 2, 2)
    parts = {f"{part}_images": pack(images) for part in ("train", "validation", "test")}
    labels = {f"{part}_labels": np.arange(20) % 10 for part in ("train", "validation", "test")}
    save_arrays(folder / "data.npz", **parts, **labels)
    model = random_predictor(pixels=784, units=(3,))
    save_model(model, folder / "model.keras")
    common = folder / "data.npz", folder / "model.keras", "gru-3"
    outputs = SimpleNamespace(table=folder / "c.csv", arrays=folder / "c.npz")
    complete_images(*common, 6, 4, 0, 1, outputs)
    outputs = SimpleNamespace(table=folder / "gru-3.csv", arrays=folder / "gru-3.npz")
    inpaint(*common, 10, 0, 1, outputs)
    tables = {name: folder / f"{name}.csv" for name in RIVALS}
    arrays = {name: folder / f"{name}.npz" for name in RIVALS[:2]}
    inpaint_by_rivals(common[0], 10, 0, tables, arrays)
    tabulate_completions([folder / "c.csv"], folder / "completion.csv")
    own = {"gru-3": folder / "gru-3.csv"}, {"gru-3": folder / "gru-3.npz"}
    names = ("inpainting", "reliability", "trust")
    outputs = SimpleNamespace(**{name: folder / f"{name}.csv" for name in names})
    tabulate_inpainting(own[0] | tables, own[1] | arrays, outputs)
    return folder


def test_the_table_of_completions_is_of_the_samples_and_of_what_the_model_says(study):
    table = load_table(study / "completion.csv", "tabulate_completions", ["excess"])
    assert list(table["length"]) == list(LENGTHS) and set(table["images"]) == {6}
    arrays = load_arrays(study / "c.npz", "complete_images", ["pixels", "drawn", "known"])
    network, known = load_stepper(study / "model.keras"), int(arrays["known"])
    assert known == 484 and arrays["drawn"].shape == (6, 4, 300)
    nats = {"truth": [], "samples": []}  # each image by itself, by a cross-entropy of our own
    for image, drawn in zip(arrays["pixels"], arrays["drawn"], strict=True):
        ways = [image, *(np.concatenate([image[:known], way]) for way in drawn)]
        chances = 1 / (
            1 + np.exp(-network.read(np.stack(ways))[0][:, known - 1 : -1].astype(float))
        )
        after = np.stack(ways)[:, known:]
        costs = -np.log(np.where(after == 1, chances, 1 - chances))
        nats["truth"].append(costs[0])
        nats["samples"].append(costs[1:].mean(0))
    for row in table.itertuples():
        truth, samples = (np.stack(nats[key])[:, : row.length].sum(1) for key in nats)
        assert row.truth == pytest.approx(truth.mean(), rel=1e-5)
        if row.length == 1:  # the entropy of its probability, not the samples' costs
            p = np.exp(-truth)
            samples = -p * np.log(p) - (1 - p) * np.log(1 - p)
        assert row.samples == pytest.approx(samples.mean(), rel=1e-5)
        assert row.excess == pytest.approx((truth - samples).mean(), abs=1e-4)
        assert row.truth_per_pixel == pytest.approx(truth.mean() / row.length, rel=1e-5)
        assert row.excess_low < row.excess < row.excess_high
        if row.length == 1:
            continue
        error = (truth - samples).std(ddof=1) / np.sqrt(6)
        half = row.excess_high - row.excess
        assert half == pytest.approx(2.5706 * error, rel=1e-3)  # Student's, five degrees of freedom


def test_the_table_of_gaps_has_shares_of_missing_pixels_and_the_same_gaps_for_all(study):
    columns = ["model", "gap", "restored_share", "whole_share", "gain", "truth"]
    table = load_table(study / "inpainting.csv", "tabulate_inpainting", columns, ["model", "gap"])
    table = table.set_index(["model", "gap"])
    assert set(table.index.get_level_values("model")) == {"gru-3", *RIVALS}
    own = {name: pandas.read_csv(study / f"{name}.csv") for name in ("gru-3", *RIVALS)}
    for (name, kind), row in table.iterrows():
        gaps = own[name][own[name]["gap"] == kind].set_index("image")
        assert row["images"] == 10 and row["missing"] == 10 * {"pixel": 1, "patch": 4}[kind]
        assert row["restored_share"] == pytest.approx(gaps["restored"].sum() / row["missing"])
        assert row["whole_share"] == pytest.approx((gaps["restored"] == gaps["missing"]).mean())
        if kind == "pixel":
            assert row["restored_share"] == row["whole_share"]
        others = own["neighbours"][own["neighbours"]["gap"] == kind].set_index("image")
        assert list(gaps.index) == list(others.index)
        if name == "left":
            assert np.isnan(row["truth"]) and np.isnan(row["gain"])
        else:
            assert row["gain"] == pytest.approx((others["truth"] - gaps["truth"]).mean())
            assert row["truth"] - row["best"] == pytest.approx(
                row["image_truth"] - row["image_best"], abs=1e-9
            )


def test_every_missing_pixel_is_in_one_bin_of_its_models_diagram(study):
    columns = ["model", "gap", "bin", "pixels", "observed_share", "observed_low"]
    table = load_table(study / "reliability.csv", "tabulate_inpainting", columns, columns[:3])
    sums = table.groupby(["model", "gap"])["pixels"].sum()
    assert dict(sums) == {
        (name, kind): number
        for name in ("gru-3", "frequency", "neighbours")
        for kind, number in (("pixel", 10), ("patch", 40))
    }


def test_the_table_of_trust_has_what_gaps_and_posteriors_say(study):
    columns = ["model", "gap", "name", "value", "low", "high"]
    table = load_table(study / "trust.csv", "tabulate_inpainting", columns, columns[:3])
    assert len(table) == 3 * 2 * 4 and (table["low"] <= table["value"]).all()
    gaps = pandas.read_csv(study / "gru-3.csv").query("gap == 'patch'")
    posteriors = np.exp(np.load(study / "gru-3.npz")["patch_log_posteriors"])
    found = table.query("model == 'gru-3' and gap == 'patch'").set_index("name")["value"]
    said = (gaps["whole"] - np.exp(-gaps["best"])).mean()
    entropies = -(posteriors * np.log(posteriors)).sum(1)
    assert found["share"] == pytest.approx(said)
    assert found["cost"] == pytest.approx((gaps["truth"] - entropies).mean())


def test_a_completed_picture_marks_what_was_known_drawn_and_left_unknown():
    known, completion = np.tile(np.uint8([0, 1]), 242), np.tile(np.uint8([1, 0]), 150)
    codes = plot_completions.coloured(known, completion, 10).reshape(-1, 3)
    palette = [tuple(colour) for colour in plot_completions.PALETTE]
    found = [palette.index(tuple(colour)) for colour in codes]
    assert found == [0, 1] * 242 + [3, 2] * 5 + [4] * 290


def test_the_gaps_shown_are_the_median_the_least_sure_and_the_most_wrong():
    chances = np.array([[0.9, 0.1], [0.5, 0.5], [0.99, 0.01], [0.7, 0.3], [0.2, 0.8]])
    truth = np.array([0, 0, 1, 0, 1])  # true ones have 0.9, 0.5, 0.01, 0.7, 0.8
    found = plot_inpainting.choose_examples(np.log(chances), truth)
    assert found == {"median": 4, "least sure": 1, "most wrong": 2}
    assert set(plot_inpainting.choose_examples(np.log(chances[:1]), truth[:1]).values()) == {0}


def test_a_probability_is_never_rounded_to_nothing_or_to_certainty():
    values = [plot_inpainting.said(p) for p in (0.0004, 0.25, 0.9994, 0.9996)]
    assert values == ["< 0.001", "0.250", "0.999", "> 0.999"]
