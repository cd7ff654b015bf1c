"""The four idx files of MNIST: read, write, and their SHA-256 sums."""

import numpy as np

from ..run.files import damaged

SHA256 = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}


def read_idx(path):
    """Return the uint8 array of an idx file (http://yann.lecun.com/exdb/mnist, file format)."""
    content = path.read_bytes()
    dimensions = content[3] if content[:3] == b"\0\0\x08" else 0
    start = 4 + 4 * dimensions
    shape = np.frombuffer(content[4:start], ">u4")
    if not dimensions or len(content) != start + np.prod(shape, dtype=int):
        raise damaged(path, "download", "it is no complete idx file")
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)


def to_idx(array):
    """The bytes of an idx file: magic number, sizes (big-endian), unsigned bytes."""
    header = np.array([0x0800 + array.ndim, *array.shape], ">u4")
    return header.tobytes() + array.tobytes()
