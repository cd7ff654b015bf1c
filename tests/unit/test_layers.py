"""The fused recurrence computes each layer as it is configured, or says what it does not."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from comparing import precision, random_batch, randomize
from defaults import MODELS
from hypothesis import given, settings
from hypothesis import strategies as st
from rowreader.cells import CELLS
from rowreader.networks import fused, recurrence
from rowreader.networks.fused import FusedModel, uses_fused
from rowreader.run.errors import UserError

FUSED = [name for name, cell in CELLS.items() if cell.products]


def assert_same_stack(layers, rows, columns, seed):
    """Any stack through the fused recurrence: the stock model's outputs, and every gradient of a
    sum of them that is random, so that each step and unit counts."""
    with precision("float64"):
        stock = keras.Sequential([keras.layers.Input((rows, columns)), *layers()])
        randomize(stock, seed)
        images, _ = random_batch(seed, 20, rows, columns)
        fused = FusedModel(stock)
    found = []
    for model in (stock, fused):
        with tf.GradientTape() as tape:
            outputs = model(images, training=True)
            shares = np.random.default_rng(seed).normal(size=outputs.shape)
            loss = tf.reduce_sum(outputs * shares)
        variables = [variable.value for variable in stock.trainable_variables]
        found.append([outputs, *tape.gradient(loss, variables)])
    for one, other in zip(*found, strict=True):
        assert one.shape == other.shape
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-10)


def recurrent(cell, units, return_sequences):
    cell = CELLS[cell]
    options = cell.layer_options(MODELS)
    return cell.layer_class(units, return_sequences=return_sequences, **options)


BEFORE = {
    "nothing": lambda: [],
    "affine": lambda: [keras.layers.Dense(3)],
    "dense ReLU": lambda: [keras.layers.Dense(3, activation="relu")],
    "no bias": lambda: [keras.layers.Dense(3, use_bias=False)],
    "normalized affine": lambda: [keras.layers.BatchNormalization(), keras.layers.Dense(3)],
    "other rows": lambda: [keras.layers.Permute((2, 1)), keras.layers.Dense(3)],
}


@settings(max_examples=15)
@given(
    before=st.sampled_from(list(BEFORE)),
    cells=st.lists(st.sampled_from(FUSED), min_size=1, max_size=3),
    units=st.integers(1, 4),
    between=st.booleans(),
    return_sequences=st.booleans(),
    rows=st.integers(1, 8),
    columns=st.integers(1, 8),
    seed=st.integers(0, 999),
)
def test_what_a_layer_is_configured_to_is_computed(
    before, cells, units, between, return_sequences, rows, columns, seed
):
    def layers():
        yield from BEFORE[before]()
        for number, cell in enumerate(cells, start=1):
            last = number == len(cells)
            yield recurrent(cell, units + number, return_sequences or not last)
            if between and not last:
                yield keras.layers.Dense(2)
        yield keras.layers.Dense(2)

    assert_same_stack(layers, rows, columns, seed)


@settings(max_examples=10)
@given(
    cells=st.lists(st.sampled_from(FUSED), min_size=1, max_size=2),
    return_sequences=st.booleans(),
    steps=st.integers(4, 12),
    chunk=st.integers(2, 4),
    seed=st.integers(0, 999),
)
def test_long_sequences_are_exact_whatever_their_length(
    cells, return_sequences, steps, chunk, seed
):
    def layers():
        yield keras.layers.Dense(2)
        for number, cell in enumerate(cells, start=1):
            yield recurrent(cell, number + 1, return_sequences or number < len(cells))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fused, "MOST_UNROLLED_STEPS", 3)
        patch.setattr(recurrence, "CHUNK", chunk)
        assert_same_stack(layers, steps, 3, seed)


UNUSUAL = {
    "go_backwards": True,
    "stateful": True,
    "dropout": 0.1,
    "recurrent_dropout": 0.1,
    "activation": "relu",
    "recurrent_activation": "hard_sigmoid",
    "use_bias": False,
    "activity_regularizer": "l2",
}


@pytest.mark.parametrize("cell", FUSED)
@pytest.mark.parametrize("key", UNUSUAL)
def test_what_it_does_not_compute_it_refuses(cell, key):
    cell = CELLS[cell]
    options = {**cell.layer_options(MODELS), key: UNUSUAL[key]}
    shape = keras.layers.Input(batch_shape=(2, 3, 4))
    stock = keras.Sequential([shape, cell.layer_class(2, name="cell", **options)])
    assert not uses_fused(stock, "auto")
    with pytest.raises(UserError, match=f"'fused': layer cell has {key} = .*; choose auto or ker"):
        uses_fused(stock, "fused")


@pytest.mark.parametrize(
    ("layers", "reason"),
    [
        (lambda: [keras.layers.GRU(2)], "GRU has no fused form with the reset gate after"),
        (
            lambda: [keras.layers.Masking(name="masking"), keras.layers.LSTM(2)],
            "layer masking masks steps",
        ),
        (
            lambda: [keras.Sequential([keras.layers.Masking()], name="in"), keras.layers.LSTM(2)],
            "layer in is a model itself",
        ),
    ],
)
def test_so_it_does_with_masks_and_a_later_reset(layers, reason):
    stock = keras.Sequential([keras.layers.Input((3, 4)), *layers()])
    assert not uses_fused(stock, "auto")
    with pytest.raises(UserError, match=reason):
        uses_fused(stock, "fused")


def test_so_it_does_with_an_initial_state():
    inputs, state = keras.Input((3, 4)), keras.Input((2,))
    outputs = keras.layers.LSTM(2)(inputs, initial_state=[state, state])
    stock = keras.Model([inputs, state], outputs)
    assert not uses_fused(stock, "auto")
    with pytest.raises(UserError, match="no plain stack of layers"):
        FusedModel(stock)


@pytest.mark.parametrize("name", FUSED)
@pytest.mark.parametrize("return_sequences", [True, False])
def test_from_a_state_on_as_the_layer_does(name, return_sequences):
    """Outputs, last state, and the gradients of inputs, weights and the state to start from."""
    cell, rng = CELLS[name], np.random.default_rng(0)
    with precision("float64"):
        layer = recurrent(name, 3, return_sequences)
        options = layer.get_config() | {"return_state": True}
        layer = type(layer).from_config(options)
        inputs = tf.constant(rng.normal(size=(4, 5, 2)))
        start = [tf.constant(rng.normal(size=(4, 3))) for _ in cell.states]
        layer(inputs)
    randomize(layer, 0)
    weights = [variable.value for variable in layer.trainable_variables]

    def stock():
        return layer(inputs, initial_state=start)

    def ours():
        steps = tf.unstack(tf.transpose(inputs, (1, 2, 0)))
        prepared = recurrence.feature_major(cell, *weights)
        hiddens, state = recurrence.unrolled(
            cell, prepared, steps, return_sequences, state=[tf.transpose(part) for part in start]
        )
        shown = tf.transpose(tf.stack(hiddens), (2, 0, 1))
        return [shown if return_sequences else shown[:, 0], *map(tf.transpose, state)]

    found = []
    for run in (stock, ours):
        shares = np.random.default_rng(1)
        with tf.GradientTape() as tape:
            tape.watch([inputs, *start])
            outputs = run()
            loss = sum(tf.reduce_sum(part * shares.normal(size=part.shape)) for part in outputs)
        found.append([*outputs, *tape.gradient(loss, [inputs, *start, *weights])])
    for one, other in zip(*found, strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-10)
