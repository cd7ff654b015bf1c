"""Images and states side by side: time runs down, a step beside the row that it reads."""

import numpy as np

from .plots import DIVERGING, INK, SEQUENTIAL


def image_panel(axes, image, title="image"):
    """Draw a digit, rows (28) down."""
    axes.imshow(image, cmap=INK, vmin=0, vmax=1, aspect="auto")
    axes.set(title=title, xlabel="column", ylabel="row read")
    axes.set_yticks([0, 9, 19, 27], ["1", "10", "20", "28"])
    axes.set_xticks([0, 13, 27], ["1", "14", "28"])


def state_panel(axes, states, title, limit=1.0):
    """Draw states (steps, units) around zero; return the drawn image for a colour bar."""
    drawn = axes.imshow(states, cmap=DIVERGING, vmin=-limit, vmax=limit, aspect="auto")
    axes.set(title=title, xlabel="unit")
    _units(axes, states.shape[1])
    return drawn


def gate_panel(axes, gate, title):
    """Draw a gate (steps, units) in [0, 1]; return the drawn image for a colour bar."""
    drawn = axes.imshow(gate, cmap=SEQUENTIAL, vmin=0, vmax=1, aspect="auto")
    axes.set(title=title, xlabel="unit")
    _units(axes, gate.shape[1])
    return drawn


def _units(axes, units):
    ticks = np.unique([0, units // 2 - 1, units - 1])
    axes.set_xticks(ticks, [str(tick + 1) for tick in ticks])
