"""Binarized MNIST: read the idx files, binarize, split, and keep a pixel in one bit."""

import numpy as np

from ..run.files import load_arrays

ROWS = COLUMNS = 28
CLASSES = 10
PARTS = ("train", "validation", "test")


def binarize(pixels, threshold):
    """Return the boolean array `threshold < pixels / 255`, compared in float32.

    Only 256 values occur, so each is compared once.
    """
    values = np.arange(256, dtype=np.float32) / np.float32(255)
    return (np.float32(threshold) < values)[pixels]


def split(images, labels, train, validation):
    """Return {part: (images, labels)}: the first `validation` are validation, the next `train`
    are training images, as in the homework's loader."""
    end = validation + train
    return {
        "train": (images[validation:end], labels[validation:end]),
        "validation": (images[:validation], labels[:validation]),
    }


def pack(images):
    """Return uint8 (n, 98): the 784 bits of each boolean image (n, 28, 28)."""
    return np.packbits(images.reshape(-1, ROWS * COLUMNS), axis=1)


def unpack(bits):
    """Return uint8 (n, 28, 28) of zeros and ones, the inverse of `pack`."""
    return np.unpackbits(bits, axis=1).reshape(-1, ROWS, COLUMNS)


def first_ink_rows(images):
    """Index of the first row with ink, (n,); the number of rows where there is none."""
    inked = images.any(axis=2)
    return np.where(inked.any(1), inked.argmax(1), images.shape[1])


def last_ink_rows(images):
    """Index of the last row with ink, (n,); -1 where there is none."""
    inked = images.any(axis=2)
    return np.where(inked.any(1), images.shape[1] - 1 - inked[:, ::-1].argmax(1), -1)


def load_part(path, part):
    """Return the images, uint8 (n, 28, 28) of zeros and ones, and labels, int32 (n,), of
    "train", "validation" or "test"."""
    arrays = load_arrays(path, "binarize", [f"{part}_images", f"{part}_labels"])
    images, labels = arrays.values()
    return unpack(images), labels.astype(np.int32)


def load_pixels(path, part):
    """Return the images of a part as sequences of pixels, uint8 (n, 784, 1), from the top left."""
    images, _ = load_part(path, part)
    return images.reshape(len(images), -1, 1)
