# The PDF: TeX from templates, tables and claims; then pdflatex.
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
        data="<results>/data/binarized.npz",
        runs=rules.tabulate_results.output.runs,
        model=f"<results>/runs/{STATES}/seed-{config['analysis']['seed']}/model.keras",
    output:
        NOTEBOOK,
    log:
        "<logs>/make_notebook.log",
    benchmark:
        "<benchmarks>/make_notebook.tsv"
    resources:
        mem_mb=1500,
        runtime=15,
    params:
        model=STATES,
        seed=config["analysis"]["seed"],
        cells=config["models"]["cells"],
        models=section("models", *NETWORK_KEYS),
        training=section("training", *TRAINING_KEYS),
    script:
        "../scripts/make_notebook.py"
