"""The four idx files of MNIST: their SHA-256 sums, read, write."""

import hashlib

import numpy as np

from ..run.files import damaged

SHA256 = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
SIZES = (47_040_016, 60_008, 7_840_016, 10_008)  # bytes
LARGEST = max(SIZES)


def name_of(content):
    """Return which of the four files `content` is, by its SHA-256; None if it is none of them."""
    digest = hashlib.sha256(content).hexdigest()
    return next((name for name, expected in SHA256.items() if digest == expected), None)


def read_idx(path):
    """Return the uint8 array of the MNIST file at `path`, which has one of the four names.

    Raises UserError if it is not, to the bit, the file of that name.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise damaged(path, "download", error.strerror) from error
    if name_of(content) != path.name:
        raise damaged(path, "download", "its SHA-256 is not that of the MNIST file")
    return from_idx(content)


def from_idx(content):
    """Return the uint8 array in the bytes of an idx file (http://yann.lecun.com/exdb/mnist, file
    format). Raises ValueError if their number is not what the header says."""
    start = 4 + 4 * content[3]
    shape = np.frombuffer(content[4:start], ">u4")
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)


def to_idx(array):
    """The bytes of an idx file: magic number, sizes (big-endian), unsigned bytes."""
    header = np.array([0x0800 + array.ndim, *array.shape], ">u4")
    return header.tobytes() + array.tobytes()
