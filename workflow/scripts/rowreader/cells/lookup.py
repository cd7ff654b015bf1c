"""Which cell a Keras layer is. Not beside CELLS: no network depends on the list of all cells."""

from . import CELLS


def cell_of(layer):
    """Return the cell of a Keras layer, or None if the layer is none of the recurrent ones."""
    return next((cell for cell in CELLS.values() if type(layer) is cell.layer_class), None)
