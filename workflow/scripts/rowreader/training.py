"""Train a network with Keras's `fit`, through the fused recurrence, resumable after any epoch."""

import logging
import math

import keras
import numpy as np
import pandas
import tensorflow as tf

from . import recurrence
from .checkpoints import Checkpoints
from .data import first_ink_rows
from .errors import UserError
from .model import is_recurrent

MOST_STEPS_PER_EXECUTION = 64
MOST_UNROLLED_STEPS = 64
GROWING_ROWS = (3, 4, 5)  # of MNIST: most images are blank before, most have ink after


class FusedModel(keras.Model):
    """Computes the function of a stock model through the fused recurrence, with its variables.

    Training this model trains the stock model; images (batch, rows, columns) to logits.
    """

    def __init__(self, stock):
        super().__init__()
        self.stock = stock
        self.built = True  # it has no variables but the stock model's

    def train_step(self, data):
        # Thousands of small operations, one at a time anyway: the simplest executor wastes least.
        with tf.experimental.function_executor_type("SINGLE_THREADED_EXECUTOR"):
            attributes = {"_noinline": True}
            return tf.function(
                super().train_step, autograph=False, experimental_attributes=attributes
            )(data)

    def call(self, images, training=False):
        recurrent = [layer for layer in self.stock.layers if is_recurrent(layer)]
        first = self.stock.layers.index(recurrent[0])
        before, after = self.stock.layers[:first], self.stock.layers[first + len(recurrent) :]
        kernel, bias = recurrent[0].cell.kernel, recurrent[0].cell.bias
        rows = tf.transpose(images, (1, 2, 0))
        widths = shared_starts(rows)
        if len(before) == 1:  # nothing between affine and cell: W (A x + a) + b = (W A) x + ...
            (affine,) = before
            bias = tf.linalg.matvec(kernel, affine.bias, transpose_a=True) + bias
            kernel = tf.matmul(affine.kernel, kernel)
        else:
            images = tf.cast(images, self.compute_dtype)
            for layer in before:
                images = layer(images, training=training)
            rows = tf.transpose(images, (1, 2, 0))
        steps = tf.unstack(rows, num=images.shape[1])
        for (start, end), width in widths.items():
            steps[start:end] = [step[:, :width] for step in steps[start:end]]
        steps = [tf.cast(step, self.compute_dtype) for step in steps]
        growing = [end for _, end in widths]
        for layer in recurrent:
            run = recurrence.lstm if isinstance(layer, keras.layers.LSTM) else recurrence.gru
            if layer is not recurrent[0]:
                kernel, bias = layer.cell.kernel, layer.cell.bias
            weights = [tf.convert_to_tensor(w) for w in (kernel, layer.cell.recurrent_kernel, bias)]
            sequences = layer is not recurrent[-1]
            steps = run(steps, *weights, return_sequences=sequences, growing=growing)
        hidden = tf.transpose(steps)
        for layer in after:
            hidden = layer(hidden, training=training)
        return hidden


def shared_starts(rows):
    """Return {(first row, end): the number of images that these rows need to be computed for}.

    rows: (rows, columns, batch), zero where blank. Images that are blank so far share one state,
    which depends on the weights alone. Those after the last image with ink need but one of them;
    with the images in the order of `batches` that spares a seventh of the work.
    """
    growing = [row for row in GROWING_ROWS if row < rows.shape[0]]
    batch = tf.shape(rows)[2]
    ink = tf.reduce_any(rows[: GROWING_ROWS[-1]] != 0, 1)
    started = tf.reduce_max(tf.where(ink, tf.range(1, batch + 1), 0), 1)  # up to each row's last
    return {  # one blank image more, in whole vectors of 16
        (start, end): tf.minimum((tf.reduce_max(started[:end]) // 16 + 1) * 16, batch)
        for start, end in zip([0, *growing], growing, strict=False)
    }


def uses_fused(stock, recurrence):
    """Whether the model trains through the fused recurrence. recurrence: the setting of that name;
    "auto" takes the stock layers on a GPU, and where they alone can do it: sequences too long to
    unroll, and GRUs with the reset gate after the product."""
    recurrent = [layer for layer in stock.layers if is_recurrent(layer)]
    possible = all(
        layer.input.shape[1] <= MOST_UNROLLED_STEPS and not getattr(layer, "reset_after", False)
        for layer in recurrent
    )
    wanted = recurrence == "fused" or (
        recurrence == "auto" and not tf.config.list_physical_devices("GPU")
    )
    return bool(recurrent) and wanted and possible


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


def batches(images, labels, batch_size, seed, first_epoch, epochs, shifts=0):
    """A dataset of the batches of epochs first_epoch ... epochs - 1, each image once an epoch.

    shifts: each image is moved by up to so many pixels down or up and right or left.
    Order and shifts of an epoch depend on (seed, epoch) alone, so that a resumed run sees what an
    uninterrupted one would; within a batch, images that show ink in earlier rows come first (see
    shared_starts). Images stay one byte a pixel; a batch is one gather.
    """
    number, steps = len(images), math.ceil(len(images) / batch_size)
    first_ink = tf.constant(first_ink_rows(images), tf.int32)
    images, labels = tf.constant(images), tf.constant(labels)

    def one_epoch(epoch):
        of_epoch = tf.stack([tf.constant(seed, tf.int64), epoch])
        order = tf.random.experimental.stateless_shuffle(tf.range(number), seed=of_epoch)
        moves = tf.random.stateless_uniform(
            (number, 2), of_epoch, -shifts, shifts + 1, dtype=tf.int32
        )
        ink = tf.clip_by_value(first_ink + moves[:, 0], 0, images.shape[1])
        places = tf.range(number) // batch_size * (images.shape[1] + 1)
        order = tf.gather(order, tf.argsort(places + tf.gather(ink, order), stable=True))

        def batch(step):
            chosen = order[step * batch_size : (step + 1) * batch_size]
            x = tf.gather(images, chosen)
            if shifts:
                x = shifted(x, tf.gather(moves, chosen), shifts)
            return x, tf.gather(labels, chosen)

        return tf.data.Dataset.range(steps).map(batch)

    return _single_threaded(tf.data.Dataset.range(first_epoch, epochs).flat_map(one_epoch))


def shifted(images, moves, most):
    """Move each image (batch, rows, columns) by its (down, right) of moves, (batch, 2), which are
    at most `most`; blank pixels come in."""
    rows, columns = (tf.range(size) + most for size in images.shape[1:])
    images = tf.pad(images, [[0, 0], [most, most], [most, most]])
    images = tf.gather(images, rows - moves[:, :1], axis=1, batch_dims=1)
    return tf.gather(images, columns - moves[:, 1:], axis=2, batch_dims=1)


def in_order(images, labels, batch_size):
    """A dataset of all images in order, for validation."""
    images, labels = tf.constant(images), tf.constant(labels)
    dataset = tf.data.Dataset.range(math.ceil(len(images) / batch_size)).map(
        lambda step: (
            images[step * batch_size : (step + 1) * batch_size],
            labels[step * batch_size : (step + 1) * batch_size],
        )
    )
    return _single_threaded(dataset)


def _single_threaded(dataset):
    options = tf.data.Options()
    options.threading.private_threadpool_size = 1
    options.threading.max_intra_op_parallelism = 1
    options.deterministic = True
    # Nothing to tune; and at its end the tuner may sleep for a minute before a training goes on.
    options.autotune.enabled = False
    return dataset.with_options(options)


def steps_per_execution(steps):
    """The largest divisor of an epoch's steps that is at most 64: fewer returns to Python."""
    return max(n for n in range(1, MOST_STEPS_PER_EXECUTION + 1) if steps % n == 0)


def should_stop(validation_losses, patience):
    """Whether the last `patience` epochs brought no validation loss below the best before them."""
    if patience is None or len(validation_losses) <= patience:
        return False
    return min(validation_losses[-patience:]) >= min(validation_losses[:-patience])


class Progress(keras.callbacks.Callback):
    """Seeds and logs each epoch; ends training on a loss that is not finite, or early."""

    def __init__(self, stock, checkpoints, settings, sequences, seed):
        super().__init__()
        self.stock, self.seed = stock, seed
        self.checkpoints, self.settings, self.sequences = checkpoints, settings, sequences

    def on_epoch_end(self, epoch, logs):
        if not math.isfinite(logs["loss"]):
            raise UserError(
                f"the loss is {logs['loss']} in epoch {epoch + 1} with training.learning_rate = "
                f"{self.settings['learning_rate']}, training.clip_norm = "
                f"{self.settings['clip_norm']}; choose a smaller rate or clip the gradients"
            )
        self.checkpoints.on_epoch_end(epoch, logs)
        history = self.checkpoints.history
        seconds = self.checkpoints.seconds
        logging.info(
            "epoch %d/%d  loss %.4f  accuracy %.4f  validation loss %.4f  accuracy %.4f  "
            "%.1f s  %.0f sequences/s  %.0f s left",
            *(epoch + 1, self.settings["epochs"], logs["loss"], logs["accuracy"]),
            *(logs["val_loss"], logs["val_accuracy"]),
            *(seconds, self.sequences / seconds, (self.settings["epochs"] - epoch - 1) * seconds),
        )
        losses = [row["val_loss"] for row in history]
        if should_stop(losses, self.settings["early_stopping"]):
            logging.info("no better validation loss: training stops early")
            self.model.stop_training = True

    def on_epoch_begin(self, epoch, logs=None):
        # Keras does not save a dropout's random state: start each epoch from its own.
        for layer in self.stock.layers:
            if isinstance(layer, keras.layers.Dropout):
                layer.seed_generator.state.assign([self.seed, epoch])
        self.checkpoints.on_epoch_begin(epoch)

    def set_model(self, model):
        super().set_model(model)
        self.checkpoints.set_model(model)


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


def set_threads(threads):
    """Give TensorFlow this many threads; before its first operation."""
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.experimental.enable_op_determinism()


def parameters(model):
    """The number of trainable parameters."""
    return int(sum(np.prod(variable.shape) for variable in model.trainable_variables))
