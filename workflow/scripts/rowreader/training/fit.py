"""Train a network with Keras's `fit`, through the fused recurrence, resumable after any epoch."""

import logging
import math

import keras
import pandas

from ..data.batches import batches, in_order
from ..networks.fused import FusedModel, uses_fused
from .checkpoints import Checkpoints
from .progress import Progress, should_stop

MOST_STEPS_PER_EXECUTION = 64


def steps_per_execution(steps):
    """The largest divisor of an epoch's steps that is at most 64: fewer returns to Python."""
    return max(n for n in range(1, MOST_STEPS_PER_EXECUTION + 1) if steps % n == 0)


def fit(stock, train, validation, settings, seed, folder, key):
    """Train `stock` in place and return its history, a pandas table with a row an epoch.

    train, validation: (images uint8 (n, rows, columns), labels int32 (n,)). settings: the section
    `training` of the configuration. folder, key: see Checkpoints. With early stopping, the weights
    of the epoch with the lowest validation loss are kept.
    """
    steps = math.ceil(len(train[0]) / settings["batch_size"])
    counts = {
        "steps_per_execution": steps_per_execution(steps),
        "steps": settings["epochs"] * steps,
    }
    model = trainable(stock, settings | counts)
    checkpoints = Checkpoints(folder, key)
    first_epoch = checkpoints.resume(model)
    if first_epoch:
        logging.info("resumed after epoch %d", first_epoch)
    losses = [row["val_loss"] for row in checkpoints.history]
    if first_epoch < settings["epochs"] and not should_stop(losses, settings["early_stopping"]):
        model.fit(
            batches(
                *train,
                settings["batch_size"],
                seed,
                first_epoch,
                settings["epochs"],
                settings["shifts"],
            ),
            steps_per_epoch=steps,
            validation_data=in_order(*validation, settings["batch_size"]),
            initial_epoch=first_epoch,
            shuffle=False,  # the batches are already
            epochs=settings["epochs"],
            callbacks=[Progress(stock, checkpoints, settings, len(train[0]), seed)],
            verbose=0,
        )
    if settings["early_stopping"] is not None:
        checkpoints.load_best(model)
    return pandas.DataFrame(checkpoints.history)


def trainable(stock, settings):
    """Return the compiled model to `fit`. settings: the section `training` of the configuration;
    steps_per_execution and steps, those of the whole training, where there is a schedule."""
    model = FusedModel(stock) if uses_fused(stock, settings["recurrence"]) else stock
    rate = settings["learning_rate"]
    if settings["schedule"] == "cosine":
        rate = keras.optimizers.schedules.CosineDecay(rate, settings["steps"])
    model.compile(
        optimizer=keras.optimizers.Adam(rate, global_clipnorm=settings["clip_norm"]),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
        steps_per_execution=settings.get("steps_per_execution", 1),
        jit_compile=False,
    )
    # Here as the metric: TensorFlow traces a first step that makes variables a second time.
    model.optimizer.build(model.trainable_variables)
    return model
