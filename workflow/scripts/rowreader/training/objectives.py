"""What a training minimizes, and how `fit` goes about it: reading a digit, predicting pixels."""

from typing import NamedTuple

import keras
import tensorflow as tf


class Objective(NamedTuple):
    """section: of the configuration, which has the settings. steps_per_execution: at most so many
    steps in a loop inside the graph, after which Python takes part: callbacks, metrics."""

    section: str
    loss: object
    metrics: list
    steps_per_execution: int


def classification():
    """Targets: labels (batch,); outputs: logits (batch, classes)."""
    return Objective(
        "training",
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        [keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
        steps_per_execution=64,
    )


def prediction():
    """Targets: the images that the inputs are. A step reads hundreds of pixels, and takes so long
    that Python's part in it is nothing."""
    return Objective("prediction", next_pixel_cross_entropy, [], steps_per_execution=1)


def next_pixel_cross_entropy(pixels, logits):
    """Mean cross-entropy in nats of each pixel after the first, given those before it, (batch,).

    pixels: 0 or 1, (batch, pixels, 1). logits: of the same shape; t is of pixel t + 1, and the
    last is of none.
    """
    losses = tf.nn.sigmoid_cross_entropy_with_logits(
        labels=tf.cast(pixels[:, 1:, 0], logits.dtype), logits=logits[:, :-1, 0]
    )
    return tf.reduce_mean(losses, 1)
