"""The pages on which a reader draws a digit, and trained networks read it or complete it.

Each is one HTML file that asks no host for anything: style, code, weights and images are in it.
"""

import base64
import json
import logging
import zlib
from pathlib import Path

import jinja2
import numpy as np
from markupsafe import Markup

from ..run.files import atomic
from . import plots
from .bundle import bundle
from .provenance import provenance_line

FOLDER = Path(__file__).resolve().parents[3] / "report" / "page"
PREDICTION_FOLDER = FOLDER.with_name("prediction_page")
COLOUR_STEPS = 256  # entries of a colour table


def packed(array):
    """Return a numeric array for JSON: base64 of its deflated little-endian bytes. Floats become
    float32, integers uint8."""
    kind = "float32" if np.issubdtype(array.dtype, np.floating) else "uint8"
    values = np.ascontiguousarray(array, np.dtype(kind).newbyteorder("<"))
    if kind == "uint8" and not np.array_equal(values, array):
        raise ValueError("integers beyond uint8")
    content = base64.b64encode(zlib.compress(values.tobytes(), 9)).decode()
    return {"type": kind, "shape": list(array.shape), "content": content}


def colours():
    """The report's colours as the page's data: tables of RGB bytes, and the colours of lines."""

    def table(name):
        steps = np.linspace(0, 1, COLOUR_STEPS)
        return packed(plots.plt.get_cmap(name)(steps, bytes=True)[:, :3])

    return {
        "diverging": table(plots.DIVERGING),
        "sequential": table(plots.SEQUENTIAL),
        "lines": plots.COLOURS,
    }


def write_page(output, environment, data, left_out, document, folder=FOLDER):
    """Write the page in `folder`. environment, data: see provenance_line; left_out: a sentence for
    each network that the page cannot run; document: the data of render_page."""
    texts = {"left_out": left_out, "provenance": provenance_line(environment, data)}
    html = render_page(texts, document, folder)
    with atomic(output) as temporary:
        temporary.write_text(html, encoding="utf-8")
    logging.info("%.2f MB", len(html) / 1e6)


def render_page(values, data, folder=FOLDER):
    """Return the HTML of the page in `folder`, whose frame and style are FOLDER's. values: texts of
    the template, escaped here; data: what the JavaScript reads, as JSON can hold it."""
    folders = list(dict.fromkeys([FOLDER, Path(folder)]))
    styles = [path for each in folders for path in sorted(each.glob("*.css"))]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders[::-1]),  # the page's own template comes first
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # In a script element "<" could end it or open a comment: in JSON it has another spelling.
    document = json.dumps(data, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
    return environment.get_template("page.html.jinja").render(
        values,
        style=Markup("\n".join(path.read_text(encoding="utf-8") for path in styles)),
        script=Markup(bundle(folder / "main.js")),
        data=Markup(document),
    )
