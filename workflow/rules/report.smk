# The PDF: TeX from templates, tables and claims; then pdflatex.
REPORT = f"<results>/report/{config['report']['student_number']}_DL_hw3"
FINISHED = "Finished report"  # in the HTML report: before the questions, by the alphabet


rule record_environment:
    output:
        "<results>/environment.json",
    params:
        # What the report prints is of now, though no training depends on it.
        commit=commit(),
        packages=versions(),
    script:
        "../scripts/record_environment.py"


rule render:
    input:
        **HISTORIES,
        runs=rules.tabulate_results.output.runs,
        summary=rules.tabulate_results.output.summary,
        comparisons=rules.compare_networks.output[0],
        theory=rules.demonstrate_theory.output.table,
        states=STATE_TRACES,
        gates=GATE_TRACES,
        data=rules.binarize.output[0],
        environment=rules.record_environment.output[0],
        confusions=expand(rules.evaluate.output.confusion, model=RECURRENT),
    output:
        tex="<results>/report/report.tex",
        claims=in_report("<results>/report/claims.csv", FINISHED),
    params:
        report=section("report"),
        models=RECURRENT,
        states=STATES,
        gates=GATES,
        seed=config["analysis"]["seed"],
        settings={**DATA, **NETWORK, "seeds": SEEDS, **TRAINING},
        templates=digest_of("*.jinja"),
    script:
        "../scripts/render.py"


rule compile:
    input:
        tex=rules.render.output.tex,
        # Those that the PDF shows; the others are results all the same.
        figures=expand("<results>/figures/{name}.pdf", name=printed_figures(REPORT_SOURCE)),
    output:
        in_report(f"{REPORT}.pdf", FINISHED, "report"),
    script:
        "../scripts/compile.py"


rule make_notebook:
    input:
        IDX,
        # The notebook finds them by itself, beside the folder that it lies in.
        runs=rules.tabulate_results.output.runs,
        models=expand(rules.train.output, model=MODELS, seed=config["analysis"]["seed"]),
    output:
        in_report(f"{REPORT}.ipynb", FINISHED, "notebook"),
    priority: 1  # as evaluate's
    resources:
        mem_mb=2000,
        runtime=60,
    params:
        student=section("report"),
        settings={
            "cells": list(dict.fromkeys(name.partition("-")[0] for name in RECURRENT)),
            "models": section("models", "cells", "sizes", *NETWORK),
            # How the steps are computed is the workflow's own affair.
            "training": section("training", without=["seeds", "threads", "recurrence"]),
            "data": DATA,
            "analysis": section("analysis"),
        },
        source=digest_of("notebook/*.py"),
    script:
        "../scripts/make_notebook.py"


rule make_page:
    input:
        data=rules.binarize.output[0],
        models=expand(rules.train.output.model, model=RECURRENT, seed=config["analysis"]["seed"]),
        trace=STATE_TRACES[SHOWN],
        environment=rules.record_environment.output[0],
    output:
        in_report(f"{REPORT}.html", FINISHED, "page"),
    resources:
        mem_mb=1800,
        runtime=15,
    params:
        models=RECURRENT,
        states=STATES,
        digit=config["analysis"]["digit"],
        page=digest_of("page/**/*.*"),
    script:
        "../scripts/make_page.py"
