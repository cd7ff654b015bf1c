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
    "cell": "{first} against {second}",
    "width": "Widest against narrowest",
    "depth": "Stacked against one layer, equally wide",
    "parameters": "Stacked against one layer, nearest in parameters",
}
"""What each kind of comparison between row readers asks (see compare_networks): in braces, the cell
types of the pair."""


def title(name):
    """The name as the report prints it: "GRU 32", "LSTM 3 × 32", "linear softmax"."""
    if name in WHOLE_IMAGE_TITLES:
        return WHOLE_IMAGE_TITLES[name]
    cell, _, size = name.partition("-")
    return f"{CELLS[cell].title} {size.replace('x', ' × ')}"


def headed(comparisons, kind):
    """Return {heading: rows} of the compared pairs of a kind: each two cell types by themselves."""
    rows = comparisons[comparisons["kind"] == kind]
    cells = rows[["first", "second"]].map(lambda name: CELLS[name.partition("-")[0]].title)
    headings = [HEADINGS[kind].format(**pair) for pair in cells.to_dict("records")]
    return {heading: rows[[h == heading for h in headings]] for heading in dict.fromkeys(headings)}


def column(size):
    """The size as the homework's tables head their columns: "(3 layers, 32 units)"."""
    layers, units = parse_size(size)
    return f"({layers} layer{'s' * (layers != 1)}, {units} unit{'s' * (units != 1)})"
