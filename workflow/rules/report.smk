# The PDF: TeX from templates, tables and claims; then pdflatex.
TEMPLATES = Path(workflow.basedir) / "workflow" / "report"


rule render:
    input:
        templates=expand(
            f"{TEMPLATES}/{{name}}.tex.jinja", name=["report", "theory", "table", "analysis", "gates"]
        ),
        runs=rules.tabulate_results.output.runs,
        summary=rules.tabulate_results.output.summary,
        theory="<results>/tables/theory.csv",
        states=f"<results>/traces/{STATES}.npz",
        gates=f"<results>/traces/{GATES}.npz",
        confusions=expand(rules.evaluate.output.confusion, model=RECURRENT),
    output:
        tex="<results>/report/report.tex",
        claims="<results>/report/claims.csv",
    log:
        "<logs>/render.log",
    params:
        report=section("report"),
        states=STATES,
        gates=GATES,
        settings={
            **section("data", "threshold", "train", "validation", "test"),
            **section("models", *NETWORK_KEYS),
            **section("training", "seeds", *TRAINING_KEYS),
        },
        code=code_digest("render.py"),
    resources:
        mem_mb=500,
        runtime=5,
    conda:
        "../../envs/rowreader.yaml"
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
    params:
        code=code_digest("compile.py"),
    resources:
        mem_mb=500,
        runtime=5,
    conda:
        "../../envs/rowreader.yaml"
    script:
        "../scripts/compile.py"
