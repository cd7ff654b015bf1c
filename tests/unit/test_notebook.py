"""The notebook's own code against what the workflow trains."""

import keras
import pytest
from defaults import MODELS, TRAINING
from make_notebook import notebook
from rowreader.cells import CELLS
from rowreader.networks.build import build_model

SETTINGS = TRAINING | {"epochs": 3, "batch_size": 32}


def defined(models, training):
    """The functions that the notebook defines."""
    cells = notebook("..", "gru-3", 0, list(CELLS), MODELS | models, SETTINGS | training).cells
    (build,) = (cell.source for cell in cells if "def build_model" in cell.source)
    (train,) = (cell.source for cell in cells if "def train" in cell.source)
    names = {"keras": keras}
    exec(build.split("\n\nbuild_model(")[0] + "\n" + train, names)
    return names["build_model"], names["train"]


@pytest.mark.parametrize(
    "models",
    [
        {},
        {"dropout": 0.3, "batch_normalization": True, "reset_after": True},
        {"rows": "pixel", "unit_forget_bias": False},
    ],
)
@pytest.mark.parametrize(("cell", "depth"), zip(CELLS, (2, 1), strict=True))
def test_its_network_is_that_of_the_workflow(models, cell, depth):
    build, _ = defined(models, {})
    got = build(cell, 3, depth).get_config()["layers"][1:]
    want = build_model(f"{cell}-{depth}x3", MODELS | models).get_config()["layers"][1:]
    for one, other in zip(got, want, strict=True):
        assert one["class_name"] == other["class_name"]
        unnamed = {**other["config"], "name": one["config"]["name"]}
        assert one["config"] == unnamed


def test_it_trains_with_the_settings(monkeypatch):
    seen = {}
    monkeypatch.setattr(keras.Model, "fit", lambda self, x, y, **options: seen.update(options))
    _, train = defined({}, {"schedule": "cosine", "clip_norm": 2.0, "early_stopping": 4})
    model = build_model("gru-1", MODELS)
    train(model, [0] * 33, None, None, None)
    assert (seen["epochs"], seen["batch_size"]) == (3, 32)
    assert seen["callbacks"][0].patience == 4 and model.optimizer.global_clipnorm == 2
    model.optimizer.iterations.assign(3)  # of 3 epochs of 2 steps
    assert float(model.optimizer.learning_rate) == pytest.approx(0.0005)
