"""Threads of a job, and deterministic operations."""

import tensorflow as tf


def set_threads(threads):
    """Give TensorFlow this many threads; before its first operation."""
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.experimental.enable_op_determinism()
