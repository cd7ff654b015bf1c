"""Write and execute the notebook that the homework hands in, from its parts: the files of
workflow/report/notebook, in the order of their names.

The notebook does not use this package: plain Keras, numpy and matplotlib, on the data and the
saved models, or without them.
"""

import os
import pprint
import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from rowreader.cells import CELLS
from rowreader.run.digests import SCRIPTS
from rowreader.run.errors import UserError
from rowreader.run.files import atomic
from rowreader.run.job import job_log
from rowreader.run.surroundings import kernel_manager

TIMEOUT = 3000  # seconds for one cell
SOURCES = sorted((SCRIPTS.parent / "report" / "notebook").glob("*.py"))
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
# One thread, as in the trainings: sums in the same order whatever the machine's number of cores.
THREADS = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS")


def settings_of(cells, models, training, data, analysis):
    """Return the notebook's settings from sections of the configuration. cells: of all networks; it
    compares those in `models`. A cell's options are values of `models`, which goes to the notebook
    without them."""
    of_cells = set().union(*(cell.options for cell in CELLS.values()))
    return {
        "cells": {
            name: {
                "title": CELLS[name].title,
                "layer": CELLS[name].layer,
                "options": {key: models[key] for key in CELLS[name].options},
            }
            for name in cells
        },
        "models": {key: value for key, value in models.items() if key not in of_cells},
        "training": training,
        "data": data,
        "analysis": analysis,
    }


def source():
    """Return the parts of the notebook as one text, in the order of their names."""
    return "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)


def notebook(source, settings, student):
    """Return the notebook, not yet executed.

    source: Python in the percent format: a cell begins with a line `# %%`, one of text with
    `# %% [markdown]`. The cell `# %% settings` becomes one with these settings, and the
    placeholders of the first cell become the student's name and number.
    """
    cells = []
    parts = re.split(r"^# %% ?(.*)\n", source, flags=re.MULTILINE)[1:]
    for number, (kind, body) in enumerate(zip(parts[::2], parts[1::2], strict=True)):
        if kind == "[markdown]":
            text = re.sub(r"^# ?", "", body.strip(), flags=re.MULTILINE)
            cells.append(nbformat.v4.new_markdown_cell(text, id=f"cell-{number}"))
            continue
        if kind == "settings":
            body = f"settings = {pprint.pformat(settings, sort_dicts=False, width=88)}"
        cells.append(nbformat.v4.new_code_cell(body.strip(), id=f"cell-{number}"))
    for placeholder, key in (
        ("Your Name", "student_name"),
        ("Your Student Number", "student_number"),
    ):
        cells[0].source = cells[0].source.replace(placeholder, _literal(student[key]))
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


def _literal(text):
    """Markdown that shows the text as it is."""
    return re.sub(r"([\\`*_{}\[\]()<>#+!|~$&])", r"\\\1", text)


def execute(book, folder):
    """Run the notebook's cells in a folder, and keep their outputs in it. Raises UserError."""
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    os.environ.update(dict.fromkeys(THREADS, "1"))
    client = NotebookClient(
        book,
        km=kernel_manager(),
        timeout=TIMEOUT,
        startup_timeout=TIMEOUT,  # a busy machine takes more than the minute that is the default
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        coalesce_streams=True,  # what is printed comes in pieces, cut by chance
        shutdown_kernel="immediate",
    )
    try:
        client.execute(cleanup_kc=True)
    except CellExecutionError as error:
        raise UserError(f"the notebook failed: {error.ename}: {error.evalue}") from error
    except CellTimeoutError as error:
        raise UserError(f"a cell of the notebook took longer than {TIMEOUT} s") from error
    except (DeadKernelError, RuntimeError) as error:
        raise UserError(
            f"the notebook's kernel died ({' '.join(str(error).split())}); is there enough memory?"
        ) from error
    for cell in book.cells:
        if cell.cell_type == "code":  # TensorFlow's notes hold times and process numbers
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]


def make_notebook(output, settings, student):
    """Execute the notebook where it will lie, beside the results, and write it with its outputs."""
    book = notebook(source(), settings_of(**settings), student)
    execute(book, Path(output).resolve().parent)
    with atomic(output) as temporary:
        nbformat.write(book, temporary)


if __name__ == "__main__":
    with job_log(*snakemake.log):
        make_notebook(snakemake.output[0], snakemake.params.settings, snakemake.params.student)
