"""Names of the models: the cell and its size, such as gru-32 or lstm-3x32."""

import re

WHOLE_IMAGE = ("linear", "dense-32", "dense-2x32", "convolutional")
"""Models of the homework's first part, which see the whole image at once."""


def model_names(models):
    """Every recurrent model of the configuration's section `models`, in the order of the table."""
    return [f"{cell}-{size}" for cell in models["cells"] for size in models["sizes"]]


def model_name(cell, layers, units):
    """The inverse of `parse_model`."""
    return f"{cell}-{layers}x{units}" if layers > 1 else f"{cell}-{units}"


def parse_size(size):
    """Return (layers, units) of a size: "32" is (1, 32), "3x32" is (3, 32)."""
    match = re.fullmatch(r"(?:(\d+)x)?(\d+)", size)
    if not match:
        raise ValueError(f"{size!r} is no size: write units (32) or layers x units (3x32)")
    return int(match[1] or 1), int(match[2])


def parse_model(name):
    """Return (cell, layers, units) of a recurrent model's name: "lstm-3x32" is ("lstm", 3, 32)."""
    cell, _, size = name.partition("-")
    return (cell, *parse_size(size))


def training_cost(name):
    """A rough time of training, to schedule the longest first: multiplications in thousands for an
    image row, with 64 for the other work on each number that a gate computes. The convolutions
    take about the time of an LSTM of 128 units, the other whole-image models next to none."""
    if name in WHOLE_IMAGE:
        return training_cost("lstm-128") if name == "convolutional" else 0
    cell, layers, units = parse_model(name)
    gates = {"lstm": 4, "gru": 3}[cell]
    return layers * gates * units * (2 * units + 64) // 1000
