"""Batches of images for training and validation: their order, shifts and threads."""

import math

import tensorflow as tf

from .images import first_ink_rows


def batches(images, labels, batch_size, seed, first_epoch, epochs, shifts=0):
    """A dataset of the batches of epochs first_epoch ... epochs - 1, each image once an epoch.

    shifts: each image is moved by up to so many pixels down or up and right or left.
    Order and shifts of an epoch depend on (seed, epoch) alone, so that a resumed run sees what an
    uninterrupted one would. Images stay one byte a pixel; a batch is one gather.
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
        # Which images make a batch is chance alone. Their order within it changes nothing but the
        # order of a sum, and lets the first rows be computed for few of them: those that show ink
        # early come first, and all that are still blank share one state (see shared_starts). So
        # sort by batch, then by the first row with ink; stable, so that ties stay as shuffled.
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
    # One thread, as the training has: jobs run side by side and share the cores.
    options.threading.private_threadpool_size = 1
    options.threading.max_intra_op_parallelism = 1
    options.deterministic = True
    # Nothing to tune; and at its end the tuner may sleep for a minute before a training goes on.
    options.autotune.enabled = False
    return dataset.with_options(options)
