"""The fused recurrence against the stock Keras layers: outputs, loss, every gradient, training."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from comparing import precision, random_batch, randomize
from defaults import MODELS, TRAINING
from hypothesis import given, settings
from hypothesis import strategies as st
from rowreader.cells import CELLS
from rowreader.data.batches import batches
from rowreader.networks.build import build_model
from rowreader.networks.fused import FusedModel, shared_starts
from rowreader.training.fit import compiled

FUSED = [name for name, cell in CELLS.items() if cell.products]
SETTINGS = TRAINING | {"learning_rate": 0.01}


def loss_and_gradients(model, stock, images, labels):
    with tf.GradientTape() as tape:
        logits = model(images, training=True)
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))
    variables = [variable.value for variable in stock.trainable_variables]
    return logits, loss, tape.gradient(loss, variables)


def assert_same_function(
    name, rows, columns, batch, seed, dtype, tolerance, ordered=True, /, **models
):
    with precision(dtype):
        stock = build_model(name, {**MODELS, **models}, rows, columns)
        randomize(stock, seed)
        images, labels = random_batch(seed, batch, rows, columns, ordered)
        want = loss_and_gradients(stock, stock, images, labels)
        got = loss_and_gradients(FusedModel(stock), stock, images, labels)
    np.testing.assert_allclose(got[0], want[0], rtol=0, atol=tolerance)
    np.testing.assert_allclose(got[1], want[1], rtol=0, atol=tolerance)
    for variable, one, other in zip(stock.trainable_variables, got[2], want[2], strict=True):
        assert one is not None, variable.path
        np.testing.assert_allclose(one, other, rtol=0, atol=tolerance, err_msg=variable.path)


@settings(max_examples=12)
@given(
    cell=st.sampled_from(FUSED),
    depth=st.sampled_from(["", "2x", "3x"]),
    units=st.integers(1, 7),
    rows=st.integers(1, 7),
    columns=st.integers(1, 5),
    batch=st.one_of(st.integers(1, 4), st.integers(5, 70)),
    seed=st.integers(0, 999),
    ordered=st.booleans(),
)
def test_same_outputs_and_gradients_in_double_precision(
    cell, depth, units, rows, columns, batch, seed, ordered
):
    name = f"{cell}-{depth}{units}"
    assert_same_function(name, rows, columns, batch, seed, "float64", 1e-10, ordered)


@pytest.mark.parametrize("name", ["lstm-32", "gru-32", "lstm-3x32", "gru-3x32"])
def test_same_outputs_and_gradients_in_single_precision(name):
    # Rounding, which differs between processors, adds up over 28 steps and three layers.
    assert_same_function(name, 28, 28, 60, 0, "float32", 1e-4)


@pytest.mark.parametrize("cell", FUSED)
def test_smallest_sizes(cell):
    assert_same_function(f"{cell}-1", 1, 1, 1, 0, "float64", 1e-12)


@pytest.mark.parametrize("cell", FUSED)
def test_same_function_with_batch_normalization(cell):
    assert_same_function(f"{cell}-6", 7, 4, 40, 0, "float64", 1e-10, batch_normalization=True)


@pytest.mark.parametrize("cell", FUSED)
def test_a_network_that_reads_pixels_has_the_same_gradients(cell):
    """70 steps: two chunks, and 14 more."""
    assert_same_function(f"{cell}-3", 10, 7, 6, 0, "float64", 1e-10, rows="pixel")


def test_images_that_are_blank_so_far_are_computed_once():
    images, labels = np.ones((60, 7, 2), np.uint8), np.arange(60, dtype=np.int32)
    images[:50, :4] = 0  # ten show ink from the first row, fifty from the fifth
    ((batch, _),) = batches(images, labels, 60, seed=0, first_epoch=0, epochs=1)
    widths = shared_starts(build_model("gru-2", MODELS, 7, 2), batch)
    assert {rows: int(width) for rows, width in widths.items()} == {
        (0, 3): 16,
        (3, 4): 16,
        (4, 5): 60,
    }


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("lstm-8", "row"),
        ("gru-8", "row"),
        ("gru-2x8", "row"),
        pytest.param("lstm-3", "pixel", marks=pytest.mark.slow),
    ],
)
def test_same_weights_after_ten_steps(name, reads):
    rows, columns = {"row": (6, 5), "pixel": (11, 6)}[reads]  # 66 steps: more than are unrolled
    images, labels = random_batch(1, 35, rows, columns)  # ten steps of 7 in two epochs
    weights = []
    for recurrence in ("fused", "keras"):
        keras.utils.set_random_seed(3)
        with precision("float64"):  # Adam magnifies the rounding of small gradients
            stock = build_model(name, MODELS | {"step_reads": reads}, rows, columns)
            model = compiled(stock, {**SETTINGS, "recurrence": recurrence}, steps=10)
            model.fit(images, labels, batch_size=7, epochs=2, shuffle=False, verbose=0)
        assert isinstance(model, FusedModel) == (recurrence == "fused")
        weights.append(stock.get_weights())
    for one, other in zip(*weights, strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-9)


def test_dropout_acts_in_training_only():
    with precision("float64"):
        stock = build_model("gru-8", {**MODELS, "dropout": 0.5}, 4, 4)
        model = FusedModel(stock)
    images, _ = random_batch(0, 3, 4, 4)
    np.testing.assert_allclose(model(images), stock(images), atol=1e-10)
    assert not np.allclose(model(images, training=True), model(images))
