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
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=500,
        runtime=5,
    params:
        seeds=SEEDS,
        benchmarks=f"{config['pathvars']['results']}/benchmarks",
        code=code_digest("record_provenance.py"),
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
    benchmark:
        "<benchmarks>/render.tsv"
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=500,
        runtime=5,
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
        code=code_digest("render.py"),
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
    benchmark:
        "<benchmarks>/compile.tsv"
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=500,
        runtime=5,
    params:
        code=code_digest("compile.py"),
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
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=1500,
        runtime=15,
    params:
        model=STATES,
        seed=config["analysis"]["seed"],
        cells=config["models"]["cells"],
        models=section("models", *NETWORK_KEYS),
        training=section("training", *TRAINING_KEYS),
        code=code_digest("make_notebook.py"),
    script:
        "../scripts/make_notebook.py"


# The networks of the page: those of the tables, and those analysed, should they be others.
READERS = list(dict.fromkeys([*RECURRENT, STATES, GATES]))


rule make_page:
    input:
        data="<results>/data/binarized.npz",
        models=expand(rules.train.output.model, model=READERS, seed=config["analysis"]["seed"]),
        trace=f"<results>/traces/{STATES}.npz",
        provenance=rules.record_provenance.output[0],
    output:
        report(PAGE, caption="../report/captions/page.rst", category="Page"),
    log:
        "<logs>/make_page.log",
    benchmark:
        "<benchmarks>/make_page.tsv"
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=1800,
        runtime=15,
    params:
        models=READERS,
        states=STATES,
        digit=config["analysis"]["digit"],
        page=content_digest(PAGE_FILES),
        code=code_digest("make_page.py"),
    script:
        "../scripts/make_page.py"
