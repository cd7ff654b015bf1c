"""Render the report's TeX from its templates, the tables and the claims."""

import pandas
from rowreader.analysis import probes
from rowreader.analysis.decisions import LAST, accuracies
from rowreader.analysis.evaluations import CONFUSION
from rowreader.analysis.intervals import CONFIDENCE
from rowreader.analysis.robustness import SHIFT
from rowreader.analysis.states import GATES
from rowreader.cells import CELLS
from rowreader.data.images import CLASSES, ROWS
from rowreader.report import (
    claims,
    decision_claims,
    gate_claims,
    memory_claims,
    probe_claims,
    state_claims,
)
from rowreader.report.cost_claims import cost_claims
from rowreader.report.latex import render, title_values
from rowreader.report.tables import latex_robustness, latex_summary, thousands
from rowreader.report.training_claims import training_claims
from rowreader.report.whole_image_claims import whole_image_claims
from rowreader.run.digests import SCRIPTS
from rowreader.run.files import load_arrays, load_table, save_commented, save_table
from rowreader.run.job import job_log
from rowreader.run.names import WHOLE_IMAGE, parse_model

TEMPLATES = SCRIPTS.parent / "report"
TRACE = ["labels", "first_ink", "last_ink", "predictions", "probe_predictions", "changes"]
TRACE += ["cut", "cut_predictions", "loss", "library_difference", "probe_images", "h_saturated"]
TRACE += ["examples"]
CELL_TRACE = ["c_by_unit", "c_onward", "c_beyond_one", "kept_by_unit", "accuracy_without_kept"]


def render_report(inputs, outputs, histories, report, settings, states, gates, seed):
    """Write the TeX and the table of the claims that it makes. states, gates: the names of the
    models whose states and gates are analysed, over all seeds; seed: the one that is drawn;
    histories: {row reader: paths, one a seed}."""
    runs = load_table(
        inputs.runs, "tabulate_results", ["model", "seed", "test_accuracy"], key=["model", "seed"]
    )
    comparisons = load_table(
        inputs.comparisons,
        "compare_networks",
        ["kind", "first", "second", "difference", "low", "high"],
        key=["kind", "first", "second"],
    )
    summary = load_table(inputs.summary, "tabulate_results", ["model", "parameters"], key=["model"])
    theory_table = load_table(inputs.theory, "demonstrate_theory", ["name", "value"], key=["name"])
    theory = dict(zip(theory_table["name"], theory_table["value"], strict=True))
    confusion = pandas.concat(
        load_table(path, "evaluate", ["label", "predicted", "images"], key=CONFUSION)
        for path in inputs.confusions
    )
    grus = [load_trace(path, "gru") for path in inputs.states]
    lstms = [load_trace(path, "lstm", CELL_TRACE) for path in inputs.gates]
    losses = {
        model: [load_table(path, "train", ["val_loss"])["val_loss"].to_numpy() for path in paths]
        for model, paths in histories.items()
    }
    read_out = [accuracies(trace["predictions"], trace["labels"]) for trace in grus]
    forget_bias = int(settings["unit_forget_bias"])
    made = {
        **claims.table_claims(runs, confusion, comparisons),
        **cost_claims(runs, states),
        **training_claims(runs, losses),
        **whole_image_claims(runs, comparisons, states, read_out),
        **state_claims.state_claims(grus),
        **decision_claims.decision_claims(grus),
        **decision_claims.example_claim(grus[settings["seeds"].index(seed)]),
        **probe_claims.probe_claims(grus),
        **gate_claims.gate_claims(lstms, grus, gates, states, forget_bias),
        **memory_claims.memory_claims(lstms, grus, states),
    }
    recurrent = summary[~summary["model"].isin(WHOLE_IMAGE)]
    parsed = [parse_model(name) for name in recurrent["model"]]
    analysed = [parse_model(name)[0] for name in (gates, states)]
    cells = dict.fromkeys([*(cell for cell, _, _ in parsed), *analysed])
    depths = sorted({layers for _, layers, _ in parsed if layers > 1})
    values = {
        **title_values(report, inputs.environment, inputs.data),
        "settings": settings,
        "moves": moves(settings),
        "further": further(settings),
        "rows": ROWS,
        "classes": CLASSES,
        "confidence": claims.percent(CONFIDENCE, 0),
        "networks": len(recurrent),
        "trainings": int(runs["model"].isin(recurrent["model"]).sum()),
        "compared": int((comparisons["kind"] != "whole").sum()),
        "shift": SHIFT,
        "cells": claims.listing(f"{CELLS[cell].title}s" for cell in cells),
        "stacked": claims.listing(map(str, depths)) if depths else "",
        "claims": {name: claim.text for name, claim in made.items()},
        "theory": theory,
        "leaks": {
            name.removeprefix("leak_"): value
            for name, value in theory.items()
            if name.startswith("leak_")
        },
        "summary_table": latex_summary(recurrent),
        "robustness_table": latex_robustness(summary),
        "last_rows_table": probe_claims.last_rows_table(grus),
        "gates_table": gate_claims.gates_table(lstms, grus, (gates, states)),
        "analysis": analysis(grus[0], seed),
        "states": claims.tex_title(states),
        "gates": claims.tex_title(gates),
        "scientific": claims.scientific,
        "thousands": thousands,
    }
    save_commented(outputs.tex, render(TEMPLATES, "report.tex.jinja", values).encode())
    save_table(outputs.claims, claims.as_table(made))


def moves(settings):
    """How a training image is moved, in words; "" if it is not."""
    pixels = settings["shifts"]
    words = {
        "shifts": f"shifted by up to {pixels} pixel{'s' if pixels != 1 else ''} each way",
        "rotation": rf"turned by up to ${settings['rotation']:g}^\circ$",
        "scaling": rf"scaled in width and height by up to {100 * settings['scaling']:g}\,\%",
        "shear": rf"sheared by up to {100 * settings['shear']:g}\,\% of its height",
    }
    return claims.listing([text for key, text in words.items() if settings[key]] or [""])


def further(settings):
    """What else the training uses, and what it does without, in sentences."""
    words = {
        "dropout": ("dropout", " of {}"),
        "batch_normalization": ("batch normalization of the cell's input", ""),
        "weight_decay": ("weight decay", " of {}"),
        "clip_norm": ("gradient clipping", " at a norm of {}"),
        "early_stopping": ("early stopping", " after {} epochs without a lower validation loss"),
    }
    used = [name + how.format(settings[k]) for k, (name, how) in words.items() if settings[k]]
    unused = [name for key, (name, _) in words.items() if not settings[key]]
    said = (("uses", used), ("does without", unused))
    return " ".join(f"Training {verb} {claims.listing(names)}." for verb, names in said if names)


def load_trace(path, cell, more=()):
    """The arrays of a trace that the claims rest on, and those of its gates; `more`: further."""
    kinds = ("by_image", "by_unit", "low", "high")
    gates = [f"{gate}_{kind}" for gate in GATES[cell] for kind in kinds]
    return load_arrays(path, "trace_states", [*TRACE, *gates, *more])


def analysis(trace, seed):
    """What captions tell of the analysis: the seed drawn, the images and the probe."""
    return {
        "seed": seed,
        "images": thousands(len(trace["labels"])),
        "probe_images": thousands(int(trace["probe_images"])),
        "penalty": probes.PENALTY,
        "cut": int(trace["cut"]),
        "last": LAST,
    }


if __name__ == "__main__":
    with job_log(*snakemake.log):
        render_report(
            snakemake.input,
            snakemake.output,
            {model: snakemake.input[model] for model in snakemake.params.models},
            snakemake.params.report,
            snakemake.params.settings,
            snakemake.params.states,
            snakemake.params.gates,
            snakemake.params.seed,
        )
