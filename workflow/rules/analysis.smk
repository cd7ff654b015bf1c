# Tables and figures of the results.
FIGURES = [
    *(f"summary_{cell}" for cell in config["models"]["cells"]),
    "curves",
    "confusion",
    "tradeoff",
]


def figure_outputs(name, category):
    """A figure as PDF and, captioned in the HTML report, as PNG."""
    pdf, png = figure(name)
    caption = f"../report/captions/{name.partition('_{')[0]}.rst"
    return [pdf, report(png, caption=caption, category=category)]


rule tabulate_results:
    input:
        expand(rules.evaluate.output.metrics, model=MODELS),
    output:
        runs="<results>/tables/runs.csv",
        summary="<results>/tables/summary.csv",
        latex="<results>/tables/summary.tex",
    log:
        "<logs>/tabulate_results.log",
    params:
        code=code_digest("tabulate_results.py"),
    resources:
        mem_mb=500,
        runtime=5,
    conda:
        "../../envs/rowreader.yaml"
    script:
        "../scripts/tabulate_results.py"


rule plot_summary:
    input:
        rules.tabulate_results.output.summary,
    output:
        figure_outputs("summary_{cell}", "Summary tables"),
    log:
        "<logs>/plot_summary/{cell}.log",
    params:
        code=code_digest("plot_summary.py"),
    resources:
        mem_mb=500,
        runtime=5,
    conda:
        "../../envs/rowreader.yaml"
    script:
        "../scripts/plot_summary.py"


rule plot_curves:
    input:
        **{model: expand(rules.train.output.history, model=model, seed=SEEDS) for model in MODELS},
    output:
        figure_outputs("curves", "Training"),
    log:
        "<logs>/plot_curves.log",
    params:
        models=MODELS,
        code=code_digest("plot_curves.py"),
    resources:
        mem_mb=500,
        runtime=5,
    conda:
        "../../envs/rowreader.yaml"
    script:
        "../scripts/plot_curves.py"


rule plot_confusion:
    input:
        expand(rules.evaluate.output.confusion, model=MODELS),
    output:
        figure_outputs("confusion", "Test set"),
    log:
        "<logs>/plot_confusion.log",
    params:
        models=MODELS,
        code=code_digest("plot_confusion.py"),
    resources:
        mem_mb=500,
        runtime=5,
    conda:
        "../../envs/rowreader.yaml"
    script:
        "../scripts/plot_confusion.py"


rule plot_tradeoff:
    input:
        rules.tabulate_results.output.summary,
    output:
        figure_outputs("tradeoff", "Test set"),
    log:
        "<logs>/plot_tradeoff.log",
    params:
        code=code_digest("plot_tradeoff.py"),
    resources:
        mem_mb=500,
        runtime=5,
    conda:
        "../../envs/rowreader.yaml"
    script:
        "../scripts/plot_tradeoff.py"
