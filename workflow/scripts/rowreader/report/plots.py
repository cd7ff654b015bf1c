"""One style for every figure: size, fonts, colours that colour-blind readers can tell apart."""

import contextlib
import io
import logging
from pathlib import Path

import numpy as np

from ..run.files import atomic, save_commented

# A matplotlibrc in the current folder comes before everything else: import where there is none.
with contextlib.chdir(Path(__file__).parent):
    import matplotlib.pyplot as plt
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every glyph

WIDTH = 6.3  # inches, the width of the report's text
# Okabe & Ito, "Color universal design" (2008), and a line style each.
COLOURS = ["#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#000000", "#B8A900"]
DASHES = ["-", "--", "-.", ":", "-", "--", "-.", ":"]
MARKERS = ["o", "s", "^", "D", "v", "P", "X", "*"]
DIVERGING = "PuOr"  # for values around zero
MIDPOINT = "BrBG"  # for values from zero to one, of which one half is a midpoint
SEQUENTIAL = "cividis"  # for values from zero
INK = "binary"  # for images

plt.rcParams.update(
    {
        "font.size": 8,
        "axes.titlesize": 8,
        "axes.labelsize": 8,
        "legend.fontsize": 7,
        "xtick.labelsize": 7,
        "ytick.labelsize": 7,
        "legend.frameon": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.prop_cycle": plt.cycler(color=COLOURS, linestyle=DASHES),
        "lines.linewidth": 1.2,
        "figure.constrained_layout.use": True,
        "figure.dpi": 200,
        "pdf.fonttype": 42,
        "image.interpolation": "nearest",
    }
)


def band(axes, x, curves, label, colour, style="-"):
    """Draw the mean of the curves (seeds, steps) as a line and their range as a shade."""
    curves = np.asarray(curves)
    axes.fill_between(x, curves.min(0), curves.max(0), color=colour, alpha=0.25, lw=0)
    axes.plot(x, curves.mean(0), color=colour, linestyle=style, label=label)


def letter(axes):
    """Put (a), (b), ... before the titles of the panels, which captions name."""
    for index, panel in enumerate(axes):
        panel.set_title(f"({chr(ord('a') + index)}) {panel.get_title()}")


def plain_log_ticks(axis, steps=(1, 2, 5)):
    """Label a logarithmic axis at these steps, 1, 2, 5, 10, ..., in plain numbers."""
    axis.set_major_locator(LogLocator(subs=steps))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())


def save(figure, outputs):
    """Write the figure to each path of `outputs` (PDF and PNG), the same bytes for the same
    figure, and close it."""
    _settle(figure)
    for path in outputs:
        kind = Path(path).suffix.removeprefix(".")
        metadata = {"CreationDate": None} if kind == "pdf" else {"Software": None}
        # In memory first: on a full disk matplotlib hides the OSError behind errors of its own.
        drawn = io.BytesIO()
        figure.savefig(drawn, format=kind, metadata=metadata)
        if kind == "pdf":
            save_commented(path, drawn.getvalue())
            continue
        with atomic(path) as temporary:
            temporary.write_bytes(drawn.getvalue())
    plt.close(figure)


def _settle(figure):
    """Lay the panels out, once and for all. The layout's solver may differ in the last bit from
    run to run, and where a letter lies between two pixels, that bit is seen."""
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for panel in figure.axes:
        panel.set_position(np.round(panel.get_position(original=True).bounds, 6))
