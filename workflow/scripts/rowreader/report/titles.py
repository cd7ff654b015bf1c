"""What the report calls the models. Apart from what they are: a new title retrains nothing."""

from ..cells import CELLS
from ..run.names import parse_size

WHOLE_IMAGE_TITLES = {
    "linear": "linear softmax",
    "dense-32": "32 ReLU",
    "dense-2x32": "32 + 32 ReLU",
    "convolutional": "convolutions",
}
RIVALS = {
    "frequency": "frequencies",
    "neighbours": "neighbours",
    "left": "left neighbour",
}
"""What predicts or in-paints pixels without a network."""
GATE_BIASES = {"chrono": "chrono initialization", "keras": "Keras's start"}
"""What the biases of the gates that keep a state start from (see networks/predictor.py)."""
HEADINGS = {
    "cell": "GRU against LSTM",
    "width": "Widest against narrowest",
    "depth": "Stacked against one layer, equally wide",
    "parameters": "Stacked against one layer, nearest in parameters",
}
"""What each kind of comparison between row readers asks (see compare_networks)."""


def title(name):
    """The name as the report prints it: "GRU 32", "LSTM 3 × 32", "linear softmax"."""
    if name in WHOLE_IMAGE_TITLES:
        return WHOLE_IMAGE_TITLES[name]
    cell, _, size = name.partition("-")
    return f"{CELLS[cell].title} {size.replace('x', ' × ')}"


def column(size):
    """The size as the homework's tables head their columns: "(3 layers, 32 units)"."""
    layers, units = parse_size(size)
    return f"({layers} layer{'s' * (layers != 1)}, {units} unit{'s' * (units != 1)})"
