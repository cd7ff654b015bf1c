# Tables and figures of the results.
STATES, GATES = config["analysis"]["states"], config["analysis"]["gates"]


rule tabulate_results:
    input:
        metrics=expand(rules.evaluate.output.metrics, model=MODELS),
        confusions=expand(rules.evaluate.output.confusion, model=MODELS),
        predictions=expand(rules.evaluate.output.predictions, model=MODELS),
    output:
        runs="<results>/tables/runs.csv",
        summary="<results>/tables/summary.csv",
    log:
        "<logs>/tabulate_results.log",
    resources:
        **SMALL,
    script:
        "../scripts/tabulate_results.py"


rule plot_summary:
    input:
        rules.tabulate_results.output.summary,
    output:
        figure_outputs("summary_{cell}", "Summary tables", cell=config["models"]["cells"]),
    log:
        "<logs>/plot_summary/{cell}.log",
    resources:
        **SMALL,
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
    resources:
        **SMALL,
    params:
        models=RECURRENT,
    script:
        "../scripts/plot_curves.py"


rule plot_confusion:
    input:
        expand(rules.evaluate.output.confusion, model=RECURRENT),
    output:
        figure_outputs("confusion", "Test set"),
    log:
        "<logs>/plot_confusion.log",
    resources:
        **SMALL,
    params:
        models=RECURRENT,
    script:
        "../scripts/plot_confusion.py"


rule plot_tradeoff:
    input:
        rules.tabulate_results.output.summary,
    output:
        figure_outputs("tradeoff", "Test set"),
    log:
        "<logs>/plot_tradeoff.log",
    resources:
        **SMALL,
    script:
        "../scripts/plot_tradeoff.py"


rule demonstrate_theory:
    output:
        "<results>/tables/theory.csv",
        figure_outputs("theory", "Question 1"),
    log:
        "<logs>/demonstrate_theory.log",
    resources:
        **SMALL,
    script:
        "../scripts/demonstrate_theory.py"


rule trace_states:
    input:
        data="<results>/data/binarized.npz",
        model="<results>/runs/{model}/seed-{seed}/model.keras",
    output:
        "<results>/traces/{model}/seed-{seed}.npz",
    log:
        "<logs>/trace_states/{model}/seed-{seed}.log",
    benchmark:
        "<benchmarks>/trace_states/{model}/seed-{seed}.tsv"
    resources:
        mem_mb=1900,
        runtime=20,
    params:
        digit=config["analysis"]["digit"],
    script:
        "../scripts/trace_states.py"


STATE_TRACES = expand(rules.trace_states.output, model=STATES, seed=SEEDS)
GATE_TRACES = expand(rules.trace_states.output, model=GATES, seed=SEEDS)
SHOWN = SEEDS.index(config["analysis"]["seed"])


rule plot_states:
    input:
        gru=STATE_TRACES,
        lstm=GATE_TRACES,
    output:
        figure_outputs("states", "Question 3"),
    log:
        "<logs>/plot_states.log",
    resources:
        **SMALL,
    params:
        names=[STATES, GATES],
        shown=SHOWN,
    script:
        "../scripts/plot_states.py"


rule plot_decisions:
    input:
        STATE_TRACES,
    output:
        figure_outputs("readout", "Question 3"),
        figure_outputs("decisions", "Question 3"),
    log:
        "<logs>/plot_decisions.log",
    resources:
        **SMALL,
    params:
        shown=SHOWN,
    script:
        "../scripts/plot_decisions.py"


rule plot_gates:
    input:
        lstm=GATE_TRACES,
        gru=STATE_TRACES,
    output:
        figure_outputs("gates", "Bonus"),
        figure_outputs("gate_averages", "Bonus"),
    log:
        "<logs>/plot_gates.log",
    resources:
        **SMALL,
    params:
        names=[GATES, STATES],
        shown=SHOWN,
        forget_bias=int(config["models"]["unit_forget_bias"]),
    script:
        "../scripts/plot_gates.py"
