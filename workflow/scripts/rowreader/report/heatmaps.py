"""Images and states side by side: time runs down, a step beside the row that it reads."""

import numpy as np

from .plots import COLOURS, DIVERGING, INK, MIDPOINT


def image_panel(axes, image, title="image"):
    """Draw a digit, rows (28) down, pixels square."""
    axes.imshow(image, cmap=INK, vmin=0, vmax=1, aspect="equal")
    axes.set(title=title, xlabel="column", ylabel="row read")
    axes.set_yticks([0, 9, 19, 27], ["1", "10", "20", "28"])
    axes.set_xticks([0, 13, 27], ["1", "14", "28"])


def state_panel(axes, states, title, limit=1.0):
    """Draw states (steps, units) around zero; return the drawn image for a colour bar."""
    return _panel(axes, states, title, DIVERGING, -limit, limit)


def gate_panel(axes, gate, title):
    """Draw a gate (steps, units) in [0, 1], one half in white; return the drawn image."""
    return _panel(axes, gate, title, MIDPOINT, 0, 1)


def mark_ink(axes, image, colour=COLOURS[6]):
    """Lines above the image's first row with ink and below its last."""
    rows = np.flatnonzero(image.any(axis=1))
    for edge in (rows.min() - 0.5, rows.max() + 0.5) if len(rows) else ():
        axes.axhline(edge, color=colour, lw=0.6, ls=":")


def colour_bar(drawn, axes, ticks=None):
    bar = axes.figure.colorbar(drawn, ax=axes, fraction=0.08, pad=0.03, ticks=ticks)
    bar.outline.set_linewidth(0.4)
    return bar


def _panel(axes, values, title, colours, low, high):
    drawn = axes.imshow(values, cmap=colours, vmin=low, vmax=high, aspect="auto")
    axes.set(title=title, xlabel="unit, sorted")
    units = values.shape[1]
    axes.set_xticks(np.unique([0, units - 1]), map(str, np.unique([1, units])))
    return drawn
