"""Train a network with Keras's `fit`, through the fused recurrence, resumable after any epoch."""

import logging
import math

import keras
import pandas

from ..data.augmentation import NONE
from ..data.batches import batches, in_order
from ..networks.fused import FusedModel, uses_fused
from .checkpoints import Checkpoints
from .objectives import classification
from .progress import Progress, should_stop


def steps_per_execution(steps, most):
    """The largest divisor of an epoch's steps that is at most `most`: Keras does so many steps in a
    loop inside the graph, and Python, its callbacks and its metrics take part between the loops
    alone. A divisor, because Keras would trace another graph for a shorter last loop."""
    return max(n for n in range(1, most + 1) if steps % n == 0)


def fit(stock, train, validation, settings, seed, folder, key, objective=classification):
    """Train `stock` in place and return its history, a pandas table with a row an epoch.

    train, validation: (images uint8 (n, rows, columns), targets (n, ...)). settings: the section
    `training` of the configuration, or the same keys for another objective, one of those in
    objectives.py. folder, key: see Checkpoints. With early stopping, the weights of the epoch with
    the lowest validation loss are kept.
    """
    steps = math.ceil(len(train[0]) / settings["batch_size"])
    objective = objective()
    at_once = steps_per_execution(steps, objective.steps_per_execution)
    model = compiled(stock, settings, settings["epochs"] * steps, at_once, objective)
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
                {key: settings[key] for key in NONE},
            ),
            steps_per_epoch=steps,
            validation_data=in_order(*validation, settings["batch_size"]),
            initial_epoch=first_epoch,
            shuffle=False,  # `batches` has shuffled
            epochs=settings["epochs"],
            callbacks=[Progress(stock, checkpoints, settings, objective, len(train[0]), seed)],
            verbose=0,
        )
    if settings["early_stopping"] is not None:
        checkpoints.load_best(model)
    return pandas.DataFrame(checkpoints.history)


def compiled(stock, settings, steps, steps_per_execution=1, objective=None):
    """Return the model to call `fit` of, compiled: the stock model, or one that trains it through
    the fused recurrence. settings: see fit; steps: of the whole training, which a schedule needs.
    objective: that of a classifier unless given."""
    objective = objective or classification()
    model = FusedModel(stock) if uses_fused(stock, settings["recurrence"]) else stock
    if model is stock and not isinstance(objective.loss, keras.losses.Loss):
        # Keras saves a compiled model with its loss, and to load it needs ours: compile a twin.
        model = keras.Sequential([keras.Input(stock.input_shape[1:]), *stock.layers])
    rate = settings["learning_rate"]
    if settings["schedule"] == "cosine":
        rate = keras.optimizers.schedules.CosineDecay(rate, steps)
    model.compile(
        optimizer=keras.optimizers.Adam(
            rate,
            weight_decay=settings["weight_decay"] or None,
            global_clipnorm=settings["clip_norm"],
        ),
        loss=objective.loss,
        metrics=objective.metrics,
        steps_per_execution=steps_per_execution,
        jit_compile=False,  # XLA is slower here: make bench measures it, too
    )
    # Now, as `compile` makes the metric's variables: a first step that makes any, TensorFlow traces
    # a second time, which takes seconds.
    model.optimizer.build(model.trainable_variables)
    return model
