"""Render the report's TeX from its templates, the tables and the claims."""

from pathlib import Path

import pandas
from rowreader import claims
from rowreader.data import ROWS
from rowreader.errors import job_log
from rowreader.files import atomic, load_table, save_table
from rowreader.latex import escape, render
from rowreader.names import WHOLE_IMAGE, parse_model
from rowreader.tables import number


def render_report(inputs, outputs, report, settings):
    """Write the TeX and the table of the claims that it makes."""
    runs = load_table(inputs.runs, "tabulate_results", ["model", "seed", "test_accuracy"])
    summary = load_table(inputs.summary, "tabulate_results", ["model", "parameters"])
    confusion = pandas.concat(
        load_table(path, "evaluate", ["label", "predicted", "images"]) for path in inputs.confusions
    )
    made = claims.table_claims(runs, confusion)
    parsed = [parse_model(name) for name in dict.fromkeys(runs["model"]) if name not in WHOLE_IMAGE]
    cells = list(dict.fromkeys(cell for cell, _, _ in parsed))
    stacked = claims.listing(
        [str(n) for n in sorted({layers for _, layers, _ in parsed if layers > 1})] or [""]
    )
    template = Path(inputs.templates[0])
    values = {
        "student_number": escape(report["student_number"], "report.student_number"),
        "student_name": escape(report["student_name"], "report.student_name"),
        "settings": settings,
        "rows": ROWS,
        "classes": 10,
        "cells": cells,
        "stacked": stacked,
        "claims": {name: claim.text for name, claim in made.items()},
        "summary_table": Path(inputs.latex).read_text(encoding="utf-8"),
        "summary": summary.set_index("model"),
        "title": claims.tex_title,
        "number": number,
    }
    with atomic(outputs.tex) as temporary:
        temporary.write_text(render(template.parent, template.name, values), encoding="utf-8")
    save_table(outputs.claims, claims.as_table(made))


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
        render_report(
            snakemake.input, snakemake.output, snakemake.params.report, snakemake.params.settings
        )
