"""Batches of images for training and validation: their order, moves and threads."""

import math

import tensorflow as tf

from .augmentation import DRAWS, NONE, moved
from .images import first_ink_rows


def batches(images, labels, batch_size, seed, first_epoch, epochs, augmentation=NONE):
    """A dataset of the batches of epochs first_epoch ... epochs - 1, each image once an epoch.

    augmentation: most that an image is moved by, see augmentation.py.
    Order and moves of an epoch depend on (seed, epoch) alone, so that a resumed run sees what an
    uninterrupted one would. Images stay one byte a pixel; a batch is one gather.
    """
    number, steps = len(images), math.ceil(len(images) / batch_size)
    first_ink = tf.constant(first_ink_rows(images), tf.int32)
    images, labels = tf.constant(images), tf.constant(labels)
    augmented = any(augmentation.values())

    def one_epoch(epoch):
        of_epoch = tf.stack([tf.constant(seed, tf.int64), epoch])
        order = tf.random.experimental.stateless_shuffle(tf.range(number), seed=of_epoch)
        draws = tf.random.stateless_uniform((number, DRAWS), of_epoch)

        def batch(step):
            chosen = order[step * batch_size : (step + 1) * batch_size]
            if not augmented:
                chosen = tf.gather(chosen, _earlier_first(tf.gather(first_ink, chosen)))
                return tf.gather(images, chosen), tf.gather(labels, chosen)
            x = moved(tf.gather(images, chosen), tf.gather(draws, chosen), augmentation)
            earlier = _earlier_first(_first_ink(x))
            return tf.gather(x, earlier), tf.gather(labels, tf.gather(chosen, earlier))

        return tf.data.Dataset.range(steps).map(batch)

    return _single_threaded(tf.data.Dataset.range(first_epoch, epochs).flat_map(one_epoch))


def _earlier_first(ink):
    """The order within a batch by the first row with ink, (batch,).

    Which images make a batch is chance alone. Their order within it changes nothing but the order
    of a sum, and lets the first rows be computed for few of them: those that show ink early come
    first, and all that are still blank share one state (see shared_starts). Stable, so that ties
    stay as shuffled.
    """
    return tf.argsort(ink, stable=True)


def _first_ink(images):
    """As images.first_ink_rows, in the graph."""
    rows = images.shape[1]
    inked = tf.reduce_any(images != 0, 2)
    return tf.reduce_min(tf.where(inked, tf.range(rows), rows), 1)


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
