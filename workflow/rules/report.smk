# The PDF: TeX from templates, tables and claims; then pdflatex.
rule record_provenance:
    input:
        idx=IDX,
        data="<results>/data/binarized.npz",
        runs=rules.tabulate_results.output.runs,  # after the trainings, whose times it records
    output:
        "<results>/provenance.json",
    log:
        "<logs>/record_provenance.log",
    resources:
        **SMALL,
    params:
        seeds=SEEDS,
        benchmarks=f"{config['pathvars']['results']}/benchmarks",
    script:
        "../scripts/record_provenance.py"


rule render:
    input:
        runs=rules.tabulate_results.output.runs,
        summary=rules.tabulate_results.output.summary,
        latex=rules.tabulate_results.output.latex,
        theory="<results>/tables/theory.csv",
        states=f"<results>/traces/{STATES}.npz",
        gates=f"<results>/traces/{GATES}.npz",
        provenance=rules.record_provenance.output[0],
        confusions=expand(rules.evaluate.output.confusion, model=RECURRENT),
    output:
        tex="<results>/report/report.tex",
        claims="<results>/report/claims.csv",
    log:
        "<logs>/render.log",
    resources:
        **SMALL,
    params:
        report=section("report"),
        states=STATES,
        gates=GATES,
        settings={
            **section("data", "threshold", "train", "validation", "test"),
            **section("models", *NETWORK_KEYS),
            **section("training", "seeds", *TRAINING_KEYS),
        },
        # Not inputs: they lie beside the code, wherever that is.
        templates=content_digest((SCRIPTS.parent / "report").glob("*.jinja")),
    script:
        "../scripts/render.py"


rule compile:
    input:
        tex=rules.render.output.tex,
        figures=expand("<results>/figures/{name}.pdf", name=FIGURES),
    output:
        PDF,
    log:
        "<logs>/compile.log",
    resources:
        **SMALL,
    script:
        "../scripts/compile.py"


rule make_notebook:
    input:
        IDX,
        # The notebook finds them by itself, beside the folder that it lies in.
        runs=rules.tabulate_results.output.runs,
        models=expand(rules.train.output, model=MODELS, seed=config["analysis"]["seed"]),
    output:
        NOTEBOOK,
    log:
        "<logs>/make_notebook.log",
    benchmark:
        "<benchmarks>/make_notebook.tsv"
    resources:
        mem_mb=2000,
        runtime=60,
    params:
        student=section("report"),
        settings={
            "cells": config["models"]["cells"],
            "models": section("models", "sizes", *NETWORK_KEYS),
            "training": section(
                # How the steps are computed is the workflow's own affair.
                "training",
                *(key for key in TRAINING_KEYS if key != "recurrence"),
            ),
            "data": section("data", "threshold", "train", "validation", "test"),
            "analysis": section("analysis"),
        },
        # Not an input: it lies beside the code, wherever that is.
        source=content_digest([SCRIPTS.parent / "report" / "notebook.py"]),
    script:
        "../scripts/make_notebook.py"
