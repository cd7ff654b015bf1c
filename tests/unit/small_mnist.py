"""Four small idx files in the place of MNIST's: their sums are the expected ones for a test."""

import hashlib

import numpy as np
from rowreader.data.idx import SHA256, to_idx

PIXELS = np.arange(3 * 28 * 28, dtype=np.uint8).reshape(3, 28, 28)
DIGITS = np.array([5, 0, 4], np.uint8)


def small_mnist(monkeypatch):
    """Return {name: bytes} of small files, which count as the MNIST files until the test's end."""
    files = {
        "train-images-idx3-ubyte": to_idx(PIXELS),
        "train-labels-idx1-ubyte": to_idx(DIGITS),
        "t10k-images-idx3-ubyte": to_idx(PIXELS[:2]),
        "t10k-labels-idx1-ubyte": to_idx(DIGITS[:2]),
    }
    for name, content in files.items():
        monkeypatch.setitem(SHA256, name, hashlib.sha256(content).hexdigest())
    return files
