# The PDF: TeX from templates, tables and claims; then pdflatex.
TEMPLATES = sorted((SCRIPTS.parent / "report").glob("*.jinja"))
# The figures that the PDF shows; the others are results all the same.
PRINTED = [
    name
    for template in TEMPLATES
    for name in re.findall(r"\\includegraphics\[.*?\]\{(.*?)\.pdf\}", template.read_text("utf-8"))
]


rule record_environment:
    output:
        "<results>/environment.json",
    log:
        "<logs>/record_environment.log",
    resources:
        **SMALL,
    params:
        # What the report prints is of now, though no training depends on it.
        commit=commit(),
        packages=versions(),
    script:
        "../scripts/record_environment.py"


rule render:
    input:
        runs=rules.tabulate_results.output.runs,
        summary=rules.tabulate_results.output.summary,
        comparisons=rules.compare_networks.output[0],
        theory="<results>/tables/theory.csv",
        states=STATE_TRACES,
        gates=GATE_TRACES,
        data="<results>/data/binarized.npz",
        environment=rules.record_environment.output[0],
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
        seed=config["analysis"]["seed"],
        settings={
            **section("data", "threshold", "train", "validation", "test"),
            **section("models", *NETWORK_KEYS),
            **section("training", "seeds", *TRAINING_KEYS),
        },
        # Not inputs: they lie beside the code, wherever that is.
        templates=content_digest(TEMPLATES),
    script:
        "../scripts/render.py"


rule compile:
    input:
        tex=rules.render.output.tex,
        figures=expand("<results>/figures/{name}.pdf", name=PRINTED),
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
        # Not inputs: they lie beside the code, wherever that is.
        source=content_digest(sorted((SCRIPTS.parent / "report" / "notebook").glob("*.py"))),
    script:
        "../scripts/make_notebook.py"


# The networks of the page: those of the tables, and those analysed, should they be others.
READERS = list(dict.fromkeys([*RECURRENT, STATES, GATES]))


rule make_page:
    input:
        data="<results>/data/binarized.npz",
        models=expand(rules.train.output.model, model=READERS, seed=config["analysis"]["seed"]),
        trace=STATE_TRACES[SHOWN],
        environment=rules.record_environment.output[0],
    output:
        report(PAGE, caption="../report/captions/page.rst", category="Page"),
    log:
        "<logs>/make_page.log",
    resources:
        mem_mb=1800,
        runtime=15,
    params:
        models=READERS,
        states=STATES,
        digit=config["analysis"]["digit"],
        page=content_digest(PAGE_FILES),
    script:
        "../scripts/make_page.py"
