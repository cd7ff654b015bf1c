"""A predictor in numpy computes what its stock Keras model does, from any state on."""

import numpy as np
import pytest
from predictors import random_predictor, toy
from rowreader.networks.predictor import PIXELS
from rowreader.networks.stepper import load_stepper, repeated, stepper
from rowreader.networks.store import save_model
from rowreader.run.errors import UserError

KINDS = [
    {"cell": "gru"},
    {"cell": "gru", "reset_after": False},
    {"cell": "gru", "reset_after": True, "units": (4, 3)},
    {"cell": "lstm", "units": (4,)},
    {"cell": "gru", "units": (4, 4, 4), "reset_after": False},
    {"cell": "lstm", "units": (3, 5)},
]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_the_logits_are_those_of_the_stock_model(kind):
    model = random_predictor(**kind)
    pixels = np.random.default_rng(1).integers(0, 2, (7, 12), np.uint8)
    want = model(pixels[..., None].astype(np.float32)).numpy()[..., 0]
    logits, _ = stepper(model).read(pixels)
    assert logits.dtype == np.float32
    np.testing.assert_allclose(logits, want, rtol=0, atol=1e-5)


def test_reading_goes_on_from_a_state_that_was_kept_and_copied():
    network = toy(units=(4, 3))
    pixels = np.random.default_rng(2).integers(0, 2, (3, 12), np.uint8)
    whole, _ = network.read(pixels)
    before, state = network.read(pixels[:, :5])
    after, _ = network.read(np.repeat(pixels[:, 5:], 2, axis=0), repeated(state, 2))
    np.testing.assert_allclose(before, whole[:, :5], rtol=1e-12)
    np.testing.assert_allclose(after[::2], whole[:, 5:], rtol=1e-12)
    np.testing.assert_allclose(after[1::2], whole[:, 5:], rtol=1e-12)


def test_a_saved_predictor_is_loaded_and_another_model_refused(tmp_path):
    model = random_predictor(pixels=PIXELS, units=(2,))
    save_model(model, tmp_path / "model.keras")
    pixels = np.zeros((1, 3), np.uint8)
    np.testing.assert_array_equal(
        load_stepper(tmp_path / "model.keras").read(pixels)[0], stepper(model).read(pixels)[0]
    )
    save_model(random_predictor(pixels=12), tmp_path / "other.keras")
    reason = r"it maps \(12, 1\) to \(12, 1\), not \(784, 1\) to .*forcerun train_predictor"
    with pytest.raises(UserError, match=reason):
        load_stepper(tmp_path / "other.keras")
    headless = random_predictor(cell="lstm")
    headless.pop()
    with pytest.raises(UserError, match="no pixel predictor"):
        stepper(headless)
