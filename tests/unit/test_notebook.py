"""The notebook's own code against the workflow's, and the notebook without results."""

import ast
import re

import keras
import nbformat
import numpy as np
import pandas
import pytest
import tensorflow as tf
from defaults import DEFAULTS, MODELS, TRAINING
from make_notebook import notebook, settings_of, source
from rowreader.analysis import probes
from rowreader.analysis.decisions import choose_examples
from rowreader.cells import CELLS
from rowreader.data.augmentation import DRAWS, NONE, moved
from rowreader.data.images import binarize
from rowreader.networks.build import build_model
from rowreader.report.plots import plt
from rowreader.run.names import WHOLE_IMAGE
from scipy.optimize import minimize
from scipy.special import log_softmax

TEXT = source()
STUDENT = {"student_name": "A. Student", "student_number": "17"}


def settings(models=(), training=(), data=(), analysis=()):
    """The default settings, with changes."""
    unused = {"seeds", "threads", "recurrence"}
    parts = {"models": MODELS, "data": DEFAULTS["data"], "analysis": DEFAULTS["analysis"]}
    parts["training"] = {key: value for key, value in TRAINING.items() if key not in unused}
    changes = {"models": models, "training": training, "data": data, "analysis": analysis}
    parts = {name: {**part, **dict(changes[name])} for name, part in parts.items()}
    cells = list(dict.fromkeys([*parts["models"]["cells"], "lstm", "gru"]))  # the last two analysed
    parts["data"].pop("folder")
    return settings_of(cells, **parts)


def code_of(chosen, *starts):
    """The code cells with these settings; with `starts`, those that hold one of them."""
    cells = notebook(TEXT, chosen, STUDENT).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    return [c for c in code if not starts or any(start in c for start in starts)]


def defined(chosen):
    """The functions that the notebook defines before it trains."""
    names = {}
    parts = ("import keras", "settings = ", "def get_data", "def build_model", "def train(")
    with plt.rc_context():
        exec("\n".join(code_of(chosen, *parts)), names)
    return names


def same_layers(got, want):
    got, want = (model.get_config()["layers"][1:] for model in (got, want))
    for one, other in zip(got, want, strict=True):
        assert one["class_name"] == other["class_name"]
        unnamed = {**other["config"], "name": one["config"]["name"]}
        assert one["config"] == unnamed


@pytest.mark.parametrize(
    "models",
    [
        {},
        {"dropout": 0.3, "batch_normalization": True, "reset_after": True},
        {"step_reads": "pixel", "unit_forget_bias": False},
    ],
)
def test_its_networks_are_those_of_the_workflow(models):
    names = defined(settings(models))
    for model in ("gru-3", "lstm-2x3"):
        same_layers(names["build_model"](model), build_model(model, MODELS | models))


def test_its_whole_image_models_are_those_of_the_workflow():
    names = defined(settings())
    for model in WHOLE_IMAGE:
        same_layers(names["build_whole_image_model"](model), build_model(model, MODELS))


def test_it_trains_with_the_settings(monkeypatch):
    seen = {}

    def fit(self, batches, **options):
        seen.update(options, batches=batches)
        return type("History", (), {"history": {"loss": [0.0]}})

    monkeypatch.setattr(keras.Model, "fit", fit)
    training = {"schedule": "cosine", "clip_norm": 2.0, "weight_decay": 0.1, "early_stopping": 4}
    names = defined(settings(training=training | {"batch_size": 32, "shifts": 2}))
    model = build_model("gru-1", MODELS)
    image = np.zeros((28, 28), np.float32)
    image[9, 9] = 1
    images, labels = np.stack([image] * 60), np.arange(60)
    names["train"](model, (images, labels), "validation", 3, 0)
    assert (seen["epochs"], seen["validation_data"]) == (3, "validation")
    assert seen["callbacks"][0].patience == 4 and model.optimizer.global_clipnorm == 2
    assert model.optimizer.weight_decay == 0.1
    model.optimizer.iterations.assign(3)  # of 3 epochs of 2 steps
    assert float(model.optimizer.learning_rate) == pytest.approx(0.0005)
    first, second = seen["batches"]
    assert first[0].shape == (32, 28, 28) and set(first[1].numpy()) < set(range(60))
    moved = np.argwhere(np.concatenate([first[0], second[0]]))[:, 1:] - 9
    assert len(moved) == 60 and set(moved.ravel()) == {-2, -1, 0, 1, 2}


@pytest.mark.parametrize(
    "most", [{"shifts": 1}, {"rotation": 30}, {"scaling": 0.3}, {"shear": 0.4}]
)
def test_it_moves_images_as_the_workflow_does(monkeypatch, most):
    images = np.random.default_rng(0).integers(0, 2, (9, 28, 28), np.uint8)
    draws = np.random.default_rng(1).random((9, DRAWS), np.float32)
    names = defined(settings(training=most))
    monkeypatch.setattr(tf.random, "uniform", lambda shape: tf.constant(draws.T))
    found, labels = names["moved"](tf.constant(images, tf.float32), "labels")
    assert labels == "labels"
    expected = moved(images, tf.constant(draws), NONE | most)
    # A pixel that is half ink may be rounded either way.
    assert np.mean(found.numpy() != expected) < 0.001


def test_it_binarizes_and_splits_as_the_workflow_does(monkeypatch):
    pixels = np.arange(70 * 784, dtype=np.uint8).reshape(70, 28, 28)
    digits = np.arange(70) % 10
    source = (pixels, digits), (pixels[:12], digits[:12])
    monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: source)
    names = defined(settings(data={"train": 50, "validation": 20, "test": 11, "threshold": 0.2}))
    data = names["get_data"]()
    assert [len(labels) for _, labels in data.values()] == [50, 20, 11]
    np.testing.assert_array_equal(data["train"][0], binarize(pixels[20:], 0.2))
    np.testing.assert_array_equal(data["validation"][1], digits[:20])


def test_its_probe_is_that_of_the_workflow():
    rng = np.random.default_rng(0)
    states, labels = rng.normal(size=(200, 3)), rng.integers(0, 10, 200)
    (cell,) = code_of(settings(), "def fit_probe")
    names = {"np": np, "minimize": minimize, "log_softmax": log_softmax}
    exec(cell, names)
    own = names["fit_probe"](states, labels, np.zeros((4, 10)))
    np.testing.assert_allclose(own, probes.fit_probe(states, labels), atol=1e-6)


def test_its_own_settings_are_the_defaults():
    (own,) = re.findall(r"^# %% settings\nsettings = (.*?)\n\n", TEXT, re.MULTILINE | re.DOTALL)
    expected = settings()
    expected["models"]["head_units"] = DEFAULTS["models"]["head_units"]
    assert ast.literal_eval(own) == expected


def test_it_is_a_valid_notebook_with_the_students_name():
    book = notebook(TEXT, settings(), {"student_name": "*A* <b>_", "student_number": "17"})
    nbformat.validate(book)
    assert (book.nbformat, book.nbformat_minor) == (4, 5)
    assert book.metadata["kernelspec"]["name"] == "python3"
    assert r"**Name:** \*A\* \<b\>\_" in book.cells[0].source
    assert "**SN:** 17" in book.cells[0].source
    assert len({cell.id for cell in book.cells}) == len(book.cells)


def test_it_knows_every_cell_type():
    cells = settings_of(list(CELLS), MODELS, {}, {}, {})["cells"]
    for name, cell in CELLS.items():
        assert getattr(keras.layers, cells[name]["layer"]) is cell.layer_class


@pytest.mark.parametrize("cells", [["lstm", "gru"], ["gru"]])
@pytest.mark.slow
def test_it_downloads_and_trains_all_where_there_are_no_results(monkeypatch, tmp_path, cells):
    random = np.random.default_rng(0)
    pixels = random.integers(0, 256, (70, 28, 28), np.uint8)
    digits = np.arange(70) % 10
    source = (pixels, digits), (pixels[:20], digits[:20])
    monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: source)
    (tmp_path / "report").mkdir()
    monkeypatch.chdir(tmp_path / "report")
    chosen = settings(
        models={"cells": cells, "sizes": ["2"]},
        training={"epochs": 1},
        data={"train": 50, "validation": 20, "test": 20},
        analysis={"states_of": "gru-2", "gates_of": "lstm-2", "digit": 4},
    )
    names, backend = {}, plt.get_backend()
    plt.switch_backend("agg")
    with plt.rc_context():
        exec("\n".join(code_of(chosen)), names)
    plt.close("all")
    plt.switch_backend(backend)
    assert set(names["trained"]) == {"lstm-2", "gru-2", *WHOLE_IMAGE}
    assert list(names["experiment_results"]) == [cell.upper() for cell in cells]
    ((loss, accuracy),) = names["experiment_results"]["GRU"]
    own = names["models"]["gru-2"]
    own.compile(loss=keras.losses.SparseCategoricalCrossentropy(True), metrics=["accuracy"])
    assert own.evaluate(*names["data"]["test"], verbose=0) == pytest.approx([loss, accuracy], 1e-4)
    assert names["example"] == 4
    # The images are those of the PDF.
    expected = choose_examples(names["logits"].argmax(-1), names["logits"][:, -1], names["y_test"])
    np.testing.assert_array_equal(names["examples"], expected)
    assert isinstance(names["histories"]["gru-2"], pandas.DataFrame)
