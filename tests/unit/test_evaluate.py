"""Each seed's evaluation is of its own network, and the same whichever recurrence computes it."""

from types import SimpleNamespace

import keras
import numpy as np
import pandas
import pytest
from defaults import MODELS
from evaluate import evaluate
from rowreader.analysis.metrics import accuracy, cross_entropy
from rowreader.analysis.robustness import moved
from rowreader.data.images import PARTS, pack
from rowreader.networks.build import build_model
from rowreader.networks.store import predict, save_model
from rowreader.report.page_networks import logits_by_row
from rowreader.run.files import save_arrays


@pytest.fixture
def images():
    rng = np.random.default_rng(0)
    images = (rng.random((60, 28, 28)) < 0.2).astype(np.uint8)
    images[:40, :6] = 0  # blank rows, as MNIST has: the fused recurrence computes them once
    return images


def networks(name, seeds):
    """Trained-like networks: random weights and moving averages, each seed its own."""
    for seed in seeds:
        model = build_model(name, MODELS | {"batch_normalization": True})
        rng = np.random.default_rng(seed)
        model.set_weights([rng.uniform(0.1, 0.5, part.shape) for part in model.get_weights()])
        yield model


@pytest.mark.parametrize("name", ["lstm-4", "gru-2x3", "linear"])
@pytest.mark.parametrize("recurrence", ["auto", "keras"])
def test_each_seed_is_measured_with_its_own_weights(
    tmp_path, monkeypatch, images, name, recurrence
):
    # TensorFlow, at work in this process, takes no other number of threads.
    monkeypatch.setattr("rowreader.training.threads.set_threads", lambda threads: None)
    labels = np.arange(60, dtype=np.uint8) % 10
    parts = {
        part: (images[20 * n : 20 * n + 20], labels[20 * n :][:20]) for n, part in enumerate(PARTS)
    }
    arrays = {f"{part}_images": pack(values[0]) for part, values in parts.items()}
    arrays |= {f"{part}_labels": values[1] for part, values in parts.items()}
    save_arrays(tmp_path / "data.npz", **arrays)
    models = list(networks(name, (3, 7)))
    paths = [tmp_path / f"{seed}.keras" for seed in (3, 7)]
    for model, path in zip(models, paths, strict=True):
        save_model(model, path)
    names = {"metrics": "metrics.csv", "confusion": "confusion.csv", "predictions": "p.npz"}
    outputs = SimpleNamespace(**{key: tmp_path / file for key, file in names.items()})
    evaluate(tmp_path / "data.npz", paths, name, [3, 7], recurrence, 1, outputs)
    table = pandas.read_csv(outputs.metrics).set_index("seed")
    for seed, model in zip((3, 7), models, strict=True):
        for part, (x, y) in parts.items():
            logits = predict(model, x)
            assert table.loc[seed, f"{part}_loss"] == pytest.approx(cross_entropy(logits, y), 1e-4)
            assert table.loc[seed, f"{part}_accuracy"] == accuracy(logits, y)
        up = predict(model, moved(parts["test"][0], "up"))
        assert table.loc[seed, "accuracy_up"] == accuracy(up, parts["test"][1])
    assert table.loc[3, "test_loss"] != table.loc[7, "test_loss"]


@pytest.mark.parametrize("step_reads", ["row", "pixel"])
def test_after_the_last_row_the_page_reads_what_the_network_does(images, step_reads):
    """And after an earlier row nothing of those that follow."""
    keras.utils.set_random_seed(0)
    model = build_model("lstm-2x4", MODELS | {"step_reads": step_reads, "head_units": 32})
    rows = logits_by_row(model, images)
    assert rows.shape == (60, 28, 10)
    np.testing.assert_allclose(rows[:, -1], predict(model, images), atol=1e-5)
    late = images.copy()
    late[:, 14:] = 1 - late[:, 14:]
    changed = logits_by_row(model, late)
    np.testing.assert_allclose(changed[:, :14], rows[:, :14], atol=1e-5)
    # Of some image in each row: of another, no unit of the head need be active.
    assert np.abs(changed[:, 14:] - rows[:, 14:]).max((0, 2)).min() > 0
