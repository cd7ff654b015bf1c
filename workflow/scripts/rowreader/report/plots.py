"""One style for every figure: size, fonts, colours that colour-blind readers can tell apart."""

import logging

import matplotlib

matplotlib.use("Agg")
logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every glyph

import matplotlib.pyplot as plt
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from ..run.files import atomic

WIDTH = 6.3  # inches, the width of the report's text
# Okabe & Ito, "Color universal design" (2008), and a line style each.
COLOURS = ["#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#000000", "#B8A900"]
DASHES = ["-", "--", "-.", ":", "-", "--", "-.", ":"]
MARKERS = ["o", "s", "^", "D", "v", "P", "X", "*"]
DIVERGING = "PuOr"  # for values around zero
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
        "svg.hashsalt": "rowreader",
    }
)


def plain_log_ticks(axis, steps=(1, 2, 5)):
    """Label a logarithmic axis at these steps, 1, 2, 5, 10, ..., in plain numbers."""
    axis.set_major_locator(LogLocator(subs=steps))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())


def save(figure, outputs):
    """Write the figure to each path of `outputs` (PDF and PNG), the same bytes for the same
    figure, and close it."""
    for path in outputs:
        with atomic(path) as temporary:
            metadata = {"CreationDate": None} if str(path).endswith(".pdf") else {"Software": None}
            figure.savefig(temporary, metadata=metadata)
    plt.close(figure)
