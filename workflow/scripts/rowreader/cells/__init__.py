"""The cell types. CELLS is the only list of them: a new one is a file here, and named in CELLS."""

from .gru import GRU
from .lstm import LSTM

CELLS = {cell.name: cell for cell in (LSTM(), GRU())}


def cell_of(layer):
    """Return the cell of a Keras layer, or None if the layer is none of the recurrent ones."""
    return next((cell for cell in CELLS.values() if type(layer) is cell.layer_class), None)
