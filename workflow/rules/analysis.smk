# Tables and figures of the results.
FIGURES = [
    *(f"summary_{cell}" for cell in config["models"]["cells"]),
    "curves",
    "confusion",
    "tradeoff",
    "comparisons",
    "theory",
    "states",
    "steps",
    "readout",
    "decisions",
    "gates",
    "gate_averages",
]
STATES, GATES = config["analysis"]["states"], config["analysis"]["gates"]


rule tabulate_results:
    input:
        expand(rules.evaluate.output.metrics, model=MODELS),
    output:
        runs="<results>/tables/runs.csv",
        summary="<results>/tables/summary.csv",
        latex="<results>/tables/summary.tex",
    log:
        "<logs>/tabulate_results.log",
    benchmark:
        "<benchmarks>/tabulate_results.tsv"
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=500,
        runtime=5,
    params:
        code=code_digest("tabulate_results.py"),
    script:
        "../scripts/tabulate_results.py"


rule plot_summary:
    input:
        rules.tabulate_results.output.summary,
    output:
        figure_outputs("summary_{cell}", "Summary tables"),
    log:
        "<logs>/plot_summary/{cell}.log",
    benchmark:
        "<benchmarks>/plot_summary/{cell}.tsv"
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=500,
        runtime=5,
    params:
        code=code_digest("plot_summary.py"),
    script:
        "../scripts/plot_summary.py"


rule plot_curves:
    input:
        **{
            model: expand(rules.train.output.history, model=model, seed=SEEDS)
            for model in RECURRENT
        },
    output:
        figure_outputs("curves", "Training"),
    log:
        "<logs>/plot_curves.log",
    benchmark:
        "<benchmarks>/plot_curves.tsv"
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=500,
        runtime=5,
    params:
        models=RECURRENT,
        code=code_digest("plot_curves.py"),
    script:
        "../scripts/plot_curves.py"


rule plot_confusion:
    input:
        expand(rules.evaluate.output.confusion, model=RECURRENT),
    output:
        figure_outputs("confusion", "Test set"),
    log:
        "<logs>/plot_confusion.log",
    benchmark:
        "<benchmarks>/plot_confusion.tsv"
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=500,
        runtime=5,
    params:
        models=RECURRENT,
        code=code_digest("plot_confusion.py"),
    script:
        "../scripts/plot_confusion.py"


rule plot_tradeoff:
    input:
        rules.tabulate_results.output.summary,
    output:
        figure_outputs("tradeoff", "Test set"),
    log:
        "<logs>/plot_tradeoff.log",
    benchmark:
        "<benchmarks>/plot_tradeoff.tsv"
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=500,
        runtime=5,
    params:
        code=code_digest("plot_tradeoff.py"),
    script:
        "../scripts/plot_tradeoff.py"


rule demonstrate_theory:
    output:
        "<results>/tables/theory.csv",
        figure_outputs("theory", "Question 1"),
    log:
        "<logs>/demonstrate_theory.log",
    benchmark:
        "<benchmarks>/demonstrate_theory.tsv"
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=500,
        runtime=5,
    params:
        code=code_digest("demonstrate_theory.py"),
    script:
        "../scripts/demonstrate_theory.py"


rule trace_states:
    input:
        data="<results>/data/binarized.npz",
        model=f"<results>/runs/{{model}}/seed-{config['analysis']['seed']}/model.keras",
    output:
        "<results>/traces/{model}.npz",
    log:
        "<logs>/trace_states/{model}.log",
    benchmark:
        "<benchmarks>/trace_states/{model}.tsv"
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=1900,
        runtime=20,
    params:
        digit=config["analysis"]["digit"],
        code=code_digest("trace_states.py"),
    script:
        "../scripts/trace_states.py"


rule plot_states:
    input:
        gru=f"<results>/traces/{STATES}.npz",
        lstm=f"<results>/traces/{GATES}.npz",
    output:
        figure_outputs("states", "Question 3"),
        figure_outputs("steps", "Question 3"),
    log:
        "<logs>/plot_states.log",
    benchmark:
        "<benchmarks>/plot_states.tsv"
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=500,
        runtime=5,
    params:
        names=[STATES, GATES],
        code=code_digest("plot_states.py"),
    script:
        "../scripts/plot_states.py"


rule plot_decisions:
    input:
        f"<results>/traces/{STATES}.npz",
    output:
        figure_outputs("readout", "Question 3"),
        figure_outputs("decisions", "Question 3"),
    log:
        "<logs>/plot_decisions.log",
    benchmark:
        "<benchmarks>/plot_decisions.tsv"
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=500,
        runtime=5,
    params:
        code=code_digest("plot_decisions.py"),
    script:
        "../scripts/plot_decisions.py"


rule plot_gates:
    input:
        f"<results>/traces/{GATES}.npz",
    output:
        figure_outputs("gates", "Bonus"),
        figure_outputs("gate_averages", "Bonus"),
    log:
        "<logs>/plot_gates.log",
    benchmark:
        "<benchmarks>/plot_gates.tsv"
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=500,
        runtime=5,
    params:
        code=code_digest("plot_gates.py"),
    script:
        "../scripts/plot_gates.py"
