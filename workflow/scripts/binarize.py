"""Binarize MNIST, split it, and write it at one bit a pixel."""

import logging
from pathlib import Path

from rowreader.data.idx import read_idx
from rowreader.data.images import binarize, pack, split
from rowreader.run.files import save_arrays
from rowreader.run.job import job_log


def binarize_mnist(inputs, output, threshold, train, validation, test):
    """Write an npz with {part}_images, uint8 (n, 98), and {part}_labels, uint8 (n,)."""
    files = {Path(path).name: read_idx(Path(path)) for path in inputs}
    found = files["train-images-idx3-ubyte"], files["train-labels-idx1-ubyte"]
    parts = split(*found, train, validation)
    found = files["t10k-images-idx3-ubyte"], files["t10k-labels-idx1-ubyte"]
    parts["test"] = tuple(array[:test] for array in found)
    arrays = {}
    for part, (images, labels) in parts.items():
        ink = binarize(images, threshold)
        arrays[f"{part}_images"], arrays[f"{part}_labels"] = pack(ink), labels
        logging.info("%s: %d images, %.1f %% ink", part, len(ink), 100 * ink.mean())
    save_arrays(output, **arrays)


if __name__ == "__main__":
    with job_log(*snakemake.log):
        binarize_mnist(snakemake.input, snakemake.output[0], **snakemake.params.data)
