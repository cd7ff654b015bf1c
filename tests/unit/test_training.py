"""Training resumes to the same weights, and stops when it should."""

import defaults
import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st
from rowreader.analysis.metrics import cross_entropy
from rowreader.networks.build import build_model
from rowreader.networks.fused import uses_fused
from rowreader.networks.store import load_model, save_model
from rowreader.run.errors import UserError
from rowreader.training import progress
from rowreader.training.checkpoints import Checkpoints
from rowreader.training.fit import compiled, fit, steps_per_execution
from rowreader.training.objectives import classification
from rowreader.training.progress import should_stop

MODELS = defaults.MODELS | {"dropout": 0.2}
TRAINING = defaults.TRAINING | {
    "batch_size": 16,
    "epochs": 4,
    "learning_rate": 0.01,
    "recurrence": "fused",
}


@pytest.fixture
def data():
    rng = np.random.default_rng(0)
    images = rng.integers(0, 2, size=(60, 8, 6), dtype=np.uint8)
    return images, rng.integers(0, 10, size=60).astype(np.int32)


class Killed(BaseException):
    pass


def row_reader():
    return build_model("gru-4", MODELS, 8, 6)


def run(folder, data, kill_after=None, monkeypatch=None, build=row_reader, **changes):
    keras.utils.set_random_seed(0)
    model = build()
    if kill_after is not None:
        original = progress.Progress.on_epoch_begin

        def killing(self, epoch, logs=None):
            if epoch == kill_after:
                raise Killed
            original(self, epoch, logs)

        monkeypatch.setattr(progress.Progress, "on_epoch_begin", killing)
    try:
        history = fit(model, data, data, {**TRAINING, **changes}, 7, folder, "key")
    finally:
        if monkeypatch:
            monkeypatch.undo()
    return model.get_weights(), history


def test_resumed_training_ends_with_the_same_weights(tmp_path, data, monkeypatch):
    changes = {"schedule": "cosine", "shifts": 2, "rotation": 9}
    want, want_history = run(tmp_path / "whole", data, **changes)
    with pytest.raises(Killed):
        run(tmp_path / "killed", data, 2, monkeypatch, **changes)
    got, history = run(tmp_path / "killed", data, **changes)
    for one, other in zip(got, want, strict=True):
        np.testing.assert_array_equal(one, other)
    assert history.equals(want_history)


def random_layers():
    """Noise and dropout between layers, in a cell, and in a model within the model."""
    layers = keras.layers
    within = keras.Sequential([layers.GaussianNoise(0.5), layers.Dropout(0.5)])
    cell = layers.LSTM(3, dropout=0.4, recurrent_dropout=0.4)
    first = [layers.Input((8, 6)), layers.SpatialDropout1D(0.3)]
    return keras.Sequential([*first, cell, within, layers.Dense(10)])


def test_every_random_layer_goes_on_as_if_training_had_not_been_killed(tmp_path, data, monkeypatch):
    changes = {"recurrence": "auto", "build": random_layers}
    want, _ = run(tmp_path / "whole", data, **changes)
    with pytest.raises(Killed):
        run(tmp_path / "killed", data, 2, monkeypatch, **changes)
    got, _ = run(tmp_path / "killed", data, **changes)
    for one, other in zip(got, want, strict=True):
        np.testing.assert_array_equal(one, other)


def test_no_two_random_layers_draw_alike(tmp_path, data):
    model = keras.Sequential([keras.layers.Input((8, 6)), *map(keras.layers.Dropout, [0.5] * 3)])
    seen = progress.Progress(model, Checkpoints(tmp_path, "key"), TRAINING, classification(), 60, 7)
    seen.on_epoch_begin(4)
    states = [tuple(state.numpy()) for state in progress.random_states(model)]
    assert len(set(states)) == 3 and states[0] == (7, 4)


def test_checkpoints_of_other_settings_are_not_used(tmp_path, data, caplog):
    caplog.set_level("INFO")
    run(tmp_path, data, epochs=2)
    keras.utils.set_random_seed(0)
    history = fit(row_reader(), data, data, TRAINING, 7, tmp_path, "other key")
    assert list(history["epoch"]) == [1, 2, 3, 4]
    assert "0002.npz is thrown away: made with other settings" in caplog.text


def test_a_half_written_checkpoint_is_not_used(tmp_path, data):
    want, _ = run(tmp_path, data, epochs=2)
    (tmp_path / ".writing-0003.npz").write_bytes(b"half")
    got, _ = run(tmp_path, data, epochs=2)
    for one, other in zip(got, want, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("part", ["weights", "optimizer", "loss"])
def test_training_ends_at_what_is_not_finite(tmp_path, data, monkeypatch, part):
    # Set, not overflown: where an overflow happens, and what it does to a loss, is the processor's.
    original = progress.Progress.on_epoch_end

    def breaking(self, epoch, logs):
        if epoch == 1 and part == "loss":
            logs = {**logs, "loss": float("nan")}
        elif epoch == 1:
            variables = {"weights": self.stock.weights, "optimizer": self.model.optimizer.variables}
            variable = variables[part][-1]
            variable.assign(np.full(variable.shape, np.inf))
        original(self, epoch, logs)

    monkeypatch.setattr(progress.Progress, "on_epoch_end", breaking)
    named = {"weights": "logits/bias", "optimizer": "logits_bias_velocity", "loss": "loss"}[part]
    with pytest.raises(UserError, match=f"{named} is not finite after epoch 2 with .*_rate = 0.01"):
        run(tmp_path, data)
    assert [path.name for path in tmp_path.iterdir()] == ["0001.npz"]


def test_a_network_that_is_not_finite_is_refused_by_name(tmp_path):
    model = build_model("gru-2", MODELS)
    model.layers[1].cell.recurrent_kernel.assign(np.full((2, 6), np.nan))
    save_model(model, tmp_path / "model.keras")
    with pytest.raises(UserError, match="model.keras is damaged .*gru_1/.*recurrent_kernel is not"):
        load_model(tmp_path / "model.keras", (28, 28))


def test_early_stopping_keeps_the_best_epoch(tmp_path, data):
    weights, history = run(tmp_path, data, learning_rate=0.5, early_stopping=2, epochs=30)
    assert len(history) < 30
    best = history["val_loss"].min()
    assert history["val_loss"].iloc[-1] > best
    model = build_model("gru-4", MODELS, 8, 6)
    model.set_weights(weights)
    logits = model.predict(data[0].astype("float32"), verbose=0)
    assert cross_entropy(logits, data[1]) == pytest.approx(best, abs=1e-5)


def test_the_schedule_ends_at_zero():
    changes = {**TRAINING, "schedule": "cosine"}
    optimizer = compiled(build_model("gru-2", MODELS), changes, steps=10).optimizer
    for step, rate in ((0, 0.01), (5, 0.005), (10, 0)):
        optimizer.iterations.assign(step)
        assert float(optimizer.learning_rate) == pytest.approx(rate)


def test_weights_decay_by_their_share_of_the_learning_rate():
    first = {}
    for decay in (0, 0.5):
        keras.utils.set_random_seed(0)
        stock = build_model("gru-2", MODELS)
        before = stock.get_weights()
        model = compiled(stock, {**TRAINING, "weight_decay": decay}, steps=1)
        model.optimizer.apply([tf.zeros_like(v) for v in model.trainable_variables])
        first[decay] = before, stock.get_weights()
    for before, after in zip(*first[0], strict=True):
        np.testing.assert_array_equal(after, before)
    for before, after in zip(*first[0.5], strict=True):
        np.testing.assert_allclose(after, before * (1 - 0.5 * 0.01), rtol=1e-5)


@pytest.mark.parametrize(
    ("recurrence", "gpus", "changes", "fused"),
    [
        ("auto", [], {}, True),
        ("auto", ["GPU:0"], {}, False),
        ("auto", [], {"reset_after": True}, False),
        ("auto", [], {"step_reads": "pixel"}, True),
        ("fused", ["GPU:0"], {}, True),
        ("keras", [], {}, False),
    ],
)
def test_auto_is_fused_where_it_can_and_no_gpu_is_there(
    monkeypatch, recurrence, gpus, changes, fused
):
    monkeypatch.setattr(tf.config, "list_physical_devices", lambda kind: gpus)
    assert uses_fused(build_model("gru-2", {**MODELS, **changes}), recurrence) == fused


@given(st.integers(1, 500), st.integers(1, 64))
def test_executions_divide_an_epoch(steps, most):
    assert 1 <= steps_per_execution(steps, most) <= most
    assert steps % steps_per_execution(steps, most) == 0


@pytest.mark.parametrize(
    ("losses", "patience", "stop"),
    [
        ([3, 2, 1], None, False),
        ([3, 2, 1], 2, False),
        ([1, 2], 2, False),
        ([1, 2, 3], 2, True),
        ([2, 1, 3, 0.5], 2, False),
        ([2, 1, 1], 1, True),
    ],
)
def test_early_stopping_waits_for_patience(losses, patience, stop):
    assert should_stop(losses, patience) == stop
