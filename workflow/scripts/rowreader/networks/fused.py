"""A Keras model that computes a stock model through the fused recurrence, with its variables."""

import keras
import tensorflow as tf

from . import recurrence
from .build import is_recurrent

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
