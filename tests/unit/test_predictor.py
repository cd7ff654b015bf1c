"""The pixel predictor: its loss, its first biases, its fused gradients, its training."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from comparing import precision, randomize
from defaults import DEFAULTS, MODELS, SCHEMA
from rowreader.data.augmentation import NONE
from rowreader.networks.fused import FusedModel
from rowreader.networks.predictor import LONGEST_MEMORY, build_predictor, set_chrono_bias
from rowreader.networks.store import save_model
from rowreader.run.config import check_config, predictor_settings
from rowreader.training import progress
from rowreader.training.fit import fit
from rowreader.training.objectives import next_pixel_cross_entropy, prediction

SETTINGS = {
    **predictor_settings(DEFAULTS, "gru-32"),
    **{"epochs": 3, "batch_size": 8, "learning_rate": 0.01, "recurrence": "fused"},
    **NONE,
    "weight_decay": 0,
    "early_stopping": None,
}


def pixels(number, length, seed=0):
    return np.random.default_rng(seed).integers(0, 2, (number, length, 1), np.uint8)


def test_the_loss_of_a_case_by_hand():
    images = np.array([[1, 0, 1, 0], [0, 0, 0, 1]], np.uint8)[..., None]
    # The first pixel is predicted by nothing, and the last logit predicts nothing.
    logits = np.log([[1, 3, 4, 99], [1, 1, 1, 99]])[..., None]
    found = next_pixel_cross_entropy(images, tf.constant(logits))
    by_hand = [-np.log([1 / 2, 3 / 4, 1 / 5]).mean(), -np.log([1 / 2, 1 / 2, 1 / 2]).mean()]
    np.testing.assert_allclose(found, by_hand)


def test_the_loss_is_least_at_the_logit_of_a_known_bernoulli_source_not_at_its_probability():
    images = np.zeros((1, 41, 1), np.uint8)
    images[0, 1:11] = 1  # a quarter of those predicted
    bias = tf.Variable(np.log(1 / 3))

    def loss():
        return next_pixel_cross_entropy(images, tf.fill((1, 41, 1), bias))[0]

    with tf.GradientTape() as tape:
        value = loss()
    assert float(tape.gradient(value, bias)) == pytest.approx(0, abs=1e-12)
    assert float(value) == pytest.approx(-0.25 * np.log(0.25) - 0.75 * np.log(0.75))
    bias.assign(0.25)
    assert float(loss()) > 1.3 * float(value)


def biases(model):
    return [layer.cell.bias.numpy() for layer in model.layers[1:-1]]


def test_chrono_lets_an_update_gate_keep_what_it_keeps_up_to_two_rows():
    keras.utils.set_random_seed(0)
    one, two = biases(build_predictor("gru-2x200", MODELS, "chrono", 5))
    for bias in (one, two):
        times = np.exp(bias[:200])
        assert times.min() >= 1 and times.max() <= LONGEST_MEMORY == 56
        assert times.mean() == pytest.approx(57 / 2, rel=0.15) and times.std() > 10
        assert not bias[200:].any()
    assert not np.array_equal(one, two)
    keras.utils.set_random_seed(0)
    np.testing.assert_array_equal(biases(build_predictor("gru-2x200", MODELS, "chrono", 5))[1], two)


def test_chrono_closes_an_lstms_input_gate_as_far_as_it_opens_the_forget_gate():
    (bias,) = biases(build_predictor("lstm-6", MODELS, "chrono", 5))
    i, f, candidate, o = np.split(bias, 4)
    np.testing.assert_array_equal(i, -f)
    assert (f > 0).all() and not candidate.any() and not o.any()


def test_chrono_counts_once_where_a_gru_has_two_biases():
    layer = keras.layers.GRU(3, reset_after=True)
    layer.build((None, 4, 2))
    set_chrono_bias(layer)
    ours, of_state = layer.cell.bias.numpy()
    assert (ours[:3] > 0).all() and not ours[3:].any() and not of_state.any()


def test_the_other_start_is_that_of_keras():
    assert not biases(build_predictor("gru-3", MODELS, "keras", 5))[0].any()
    (bias,) = biases(build_predictor("lstm-3", MODELS, "keras", 5))
    np.testing.assert_array_equal(bias, [0] * 3 + [1] * 3 + [0] * 6)


def loss_and_gradients(model, stock, images):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(next_pixel_cross_entropy(images, model(images, training=True)))
    return loss, tape.gradient(loss, [variable.value for variable in stock.trainable_variables])


@pytest.mark.parametrize(
    ("name", "length"),
    [("gru-3", 71), ("lstm-3", 71), ("gru-2x2", 84), ("lstm-2x2", 85), ("gru-2x3", 63)],
)
def test_the_fused_predictor_has_the_stock_layers_gradients_in_double_precision(name, length):
    images = tf.constant(pixels(5, length))
    with precision("float64"):
        stock = build_predictor(name, MODELS, "chrono", length)
        randomize(stock, 1)
        loss, wanted = loss_and_gradients(stock, stock, images)
        fused_loss, found = loss_and_gradients(FusedModel(stock), stock, images)
    assert float(fused_loss) == pytest.approx(float(loss), abs=1e-12)
    for variable, one, other in zip(stock.trainable_variables, found, wanted, strict=True):
        assert np.abs(other).max() > 1e-6, variable.path
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-12, err_msg=variable.path)


class Killed(BaseException):
    pass


def trained(folder, kill_in=None, monkeypatch=None, **changes):
    """The weights and the history of a small predictor; killed in the middle of an epoch."""
    keras.utils.set_random_seed(3)
    stock = build_predictor("gru-3", MODELS, "chrono", 66)
    original = progress.Progress.on_train_batch_end

    def killing(self, batch, logs=None):
        if (self.epoch, batch) == kill_in:
            raise Killed
        original(self, batch, logs)

    images = pixels(30, 66)
    if kill_in:
        monkeypatch.setattr(progress.Progress, "on_train_batch_end", killing)
    try:
        data = (images, images), (images[:9], images[:9])
        history = fit(stock, *data, SETTINGS | changes, 7, folder, "key", prediction)
    finally:
        if kill_in:
            monkeypatch.setattr(progress.Progress, "on_train_batch_end", original)
    return stock, history


@pytest.mark.slow
def test_a_killed_training_goes_on_to_the_same_bits(tmp_path, monkeypatch):
    want, want_history = trained(tmp_path / "whole")
    with pytest.raises(Killed):
        trained(tmp_path / "killed", (2, 1), monkeypatch)
    got, history = trained(tmp_path / "killed")
    for one, other in zip(got.get_weights(), want.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    assert history.equals(want_history)
    assert list(history["epoch"]) == [1, 2, 3]
    assert list(history) == ["epoch", "loss", "val_loss"]
    logits = want(pixels(30, 66)[:9].astype("float32"))
    last = float(tf.reduce_mean(next_pixel_cross_entropy(pixels(30, 66)[:9], logits)))
    assert history["val_loss"].iloc[-1] == pytest.approx(last, abs=1e-6)


def test_a_long_epoch_has_lines_of_its_own(tmp_path, monkeypatch, caplog):
    caplog.set_level("INFO")
    monkeypatch.setattr(progress, "SILENCE", 0)
    trained(tmp_path, epochs=1, recurrence="keras")
    lines = [line for line in caplog.messages if line.startswith("epoch")]
    assert [line.partition("  loss")[0] for line in lines] == [
        *("epoch 1  step 1/4", "epoch 1  step 2/4", "epoch 1  step 3/4", "epoch 1/1")
    ]


def test_a_predictor_that_stock_layers_trained_loads_without_our_loss(tmp_path):
    stock, _ = trained(tmp_path, epochs=1, recurrence="keras")
    save_model(stock, tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    images = pixels(3, 66).astype("float32")
    np.testing.assert_array_equal(loaded(images), stock(images))
    assert loaded.output_shape == (None, 66, 1)


def test_each_size_has_its_own_epochs_and_rate():
    settings = {"sizes": ["4", "2x3"], "epochs": [5, 6], "learning_rate": 0.1}
    config = check_config({"prediction": settings}, SCHEMA)
    for name, epochs in (("gru-4", 5), ("gru-2x3", 6)):
        found = predictor_settings(config, name)
        assert (found["epochs"], found["learning_rate"]) == (epochs, 0.1)
        assert set(found).isdisjoint({"sizes", "seeds", "ablation"})
