"""Render the report's TeX from its templates, the tables and the claims."""

import json
from pathlib import Path

import pandas
from rowreader.data.images import CLASSES, ROWS
from rowreader.report import claims, trace_claims
from rowreader.report.latex import escape, render
from rowreader.report.provenance import provenance_line
from rowreader.report.tables import latex_comparison
from rowreader.run.errors import job_log
from rowreader.run.files import atomic, load_arrays, load_table, save_table
from rowreader.run.names import WHOLE_IMAGE, parse_model

TEMPLATES = Path(claims.__file__).resolve().parents[2] / "report"
TRACE = ["logits", "labels", "examples", "decision_rows", "head_accuracy", "probe_accuracy"]
TRACE += ["first_ink", "blank_spread", "blank_change", "ink_change", "library_difference"]
GATE_TRACE = [f"{gate}_{kind}" for gate in "ifo" for kind in ("low", "high", "mean")]


def render_report(inputs, outputs, report, settings, states, gates):
    """Write the TeX and the table of the claims that it makes. states, gates: the names of the
    models whose states and gates are analysed."""
    runs = load_table(inputs.runs, "tabulate_results", ["model", "seed", "test_accuracy"])
    summary = load_table(inputs.summary, "tabulate_results", ["model", "parameters"])
    theory_table = load_table(inputs.theory, "demonstrate_theory", ["name", "value"])
    theory = dict(zip(theory_table["name"], theory_table["value"], strict=True))
    confusion = pandas.concat(
        load_table(path, "evaluate", ["label", "predicted", "images"]) for path in inputs.confusions
    )
    made = {
        **claims.table_claims(runs, confusion),
        **trace_claims.whole_image_claims(runs, states),
        **trace_claims.state_claims(load_arrays(inputs.states, "trace_states", TRACE), states),
        **trace_claims.gate_claims(
            load_arrays(inputs.gates, "trace_states", [*TRACE, *GATE_TRACE]), gates
        ),
    }
    recurrent = summary[~summary["model"].isin(WHOLE_IMAGE)]
    provenance = json.loads(Path(inputs.provenance).read_text(encoding="utf-8"))
    parsed = [parse_model(name) for name in recurrent["model"]]
    depths = sorted({layers for _, layers, _ in parsed if layers > 1})
    values = {
        "student_number": escape(report["student_number"], "report.student_number"),
        "student_name": escape(report["student_name"], "report.student_name"),
        "settings": settings,
        "rows": ROWS,
        "classes": CLASSES,
        "confidence": claims.percent(claims.CONFIDENCE, 0),
        "networks": len(recurrent),
        "cells": list(dict.fromkeys(cell for cell, _, _ in parsed)),
        "stacked": claims.listing(map(str, depths)) if depths else "",
        "claims": {name: claim.text for name, claim in made.items()},
        "theory": theory,
        "leaks": {
            name.removeprefix("leak_"): value
            for name, value in theory.items()
            if name.startswith("leak_")
        },
        "summary_table": Path(inputs.latex).read_text(encoding="utf-8"),
        "comparison_table": latex_comparison(summary, states),
        "states": claims.tex_title(states),
        "gates": claims.tex_title(gates),
        "provenance": escape(provenance_line(provenance), "provenance.json"),
        "scientific": trace_claims.scientific,
    }
    with atomic(outputs.tex) as temporary:
        temporary.write_text(render(TEMPLATES, "report.tex.jinja", values), encoding="utf-8")
    save_table(outputs.claims, claims.as_table(made))


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
        render_report(
            snakemake.input,
            snakemake.output,
            snakemake.params.report,
            snakemake.params.settings,
            snakemake.params.states,
            snakemake.params.gates,
        )
