"""What the networks cost, and how they are saved."""

import keras
import pytest
from defaults import MODELS
from rowreader.networks.build import build_model
from rowreader.networks.cost import multiplications, training_cost
from rowreader.networks.store import save_model

SETTINGS = MODELS | {"head_units": 64, "batch_normalization": True}


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("linear", 784 * 10),
        ("convolutional", 28 * 28 * 9 * 8 + 14 * 14 * 72 * 8 + 7 * 7 * 8 * 32 + 32 * 10),
        ("gru-3", 28 * (28 * 3 + 6 * 9) + 3 * 64 + 640),
        ("lstm-2x5", 28 * (28 * 5 + 2 * 10 * 20) + 5 * 64 + 640),
    ],
)
def test_multiplications_of_an_image(name, count):
    assert multiplications(build_model(name, SETTINGS)) == count


def test_a_network_that_reads_pixels_meets_its_weights_784_times():
    model = build_model("gru-3", SETTINGS | {"step_reads": "pixel"})
    assert multiplications(model) == 784 * (1 * 3 + 6 * 9) + 3 * 64 + 640
    assert model.input_shape == (None, 28, 28)


def test_long_trainings_start_before_short_ones():
    names = ["lstm-128", "gru-128", "lstm-64", "gru-64", "lstm-32", "gru-32", "linear"]
    assert sorted(names, key=training_cost, reverse=True) == names


def test_a_saved_model_has_no_date_and_loads(tmp_path):
    for name in ("one", "other"):
        keras.utils.set_random_seed(0)
        save_model(build_model("gru-3", SETTINGS), tmp_path / f"{name}.keras")
    assert (tmp_path / "one.keras").read_bytes() == (tmp_path / "other.keras").read_bytes()
    assert b"date_saved" not in (tmp_path / "one.keras").read_bytes()
    keras.models.load_model(tmp_path / "one.keras")
