"""Train with Keras: this workflow's `fit`, and the stock layers.

fused: as this workflow trains. fused-step: its training step alone, on one batch again and again,
without input pipeline, metrics and callbacks. keras: the stock layers as their users train them,
`fit` on arrays; also unrolled, and compiled by XLA. tensorflow: TensorFlow's own fused cells, as
block_cells.py calls them. keras-batches: the stock layers, fed like fused.
"""

import turns

arguments, images, labels = turns.start()

import keras
import tensorflow as tf
from block_cells import BlockModel
from rowreader.networks.build import build_model
from rowreader.cells.lookup import cell_of
from rowreader.data.batches import batches
from rowreader.training.threads import set_threads
from rowreader.training.fit import compiled


class Turns(keras.callbacks.Callback):
    """Takes a turn every turns.STEPS batches."""

    def on_train_batch_begin(self, batch, logs=None):
        if batch % turns.STEPS == 0:
            self.started = turns.wait()

    def on_train_batch_end(self, batch, logs):
        if (batch + 1) % turns.STEPS == 0:
            turns.answer(self.started, logs["loss"])


def prepare(implementation):
    """Return the model to train and the arguments of its `fit`."""
    network = {
        "head_units": turns.HEAD_UNITS,
        "step_reads": "row",
        "reset_after": False,
        "unit_forget_bias": True,
        "dropout": 0,
        "batch_normalization": False,
    }
    stock = build_model(arguments.model, network, *images.shape[1:])
    for layer in filter(cell_of, stock.layers):
        layer.unroll = implementation == "keras-unroll"
    if implementation == "tensorflow":
        stock = BlockModel(stock)
    settings = {"learning_rate": turns.LEARNING_RATE, "schedule": "constant"}
    settings |= {"clip_norm": None, "weight_decay": 0}
    settings["recurrence"] = "fused" if implementation.startswith("fused") else "keras"
    in_graph = 1
    if implementation in ("fused", "keras-batches"):
        in_graph = turns.STEPS
        fit = {"x": batches(images, labels, turns.BATCH, 0, 0, 1)}
    else:
        fit = {"x": images.astype("float32"), "y": labels, "batch_size": turns.BATCH}
    model = compiled(stock, settings, arguments.turns * turns.STEPS, in_graph)
    model.jit_compile = implementation == "keras-jit"
    return model, fit


def repeated_step(model):
    """Return a turn of training steps on the first batch."""
    x, y = next(iter(batches(images, labels, turns.BATCH, 0, 0, 1)))

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            logits = model(x, training=True)
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, logits))
        variables = model.trainable_variables
        gradients = tape.gradient(loss, variables)
        model.optimizer.apply_gradients(zip(gradients, variables, strict=True))

    def train(_):
        with tf.experimental.function_executor_type("SINGLE_THREADED_EXECUTOR"):
            for _ in range(turns.STEPS):
                step()

    return train


set_threads(1)
keras.utils.set_random_seed(0)
model, fit = prepare(arguments.implementation)
if arguments.implementation == "fused-step":
    turns.take(repeated_step(model))
model.fit(**fit, verbose=0, callbacks=[Turns()])
