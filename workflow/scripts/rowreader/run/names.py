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
