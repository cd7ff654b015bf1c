# Tables and figures of the results.


rule tabulate_results:
    input:
        metrics=expand(rules.evaluate.output.metrics, model=MODELS),
        confusions=expand(rules.evaluate.output.confusion, model=MODELS),
        predictions=expand(rules.evaluate.output.predictions, model=MODELS),
    output:
        runs=in_report("<results>/tables/runs.csv", "Question 2"),
        summary=in_report("<results>/tables/summary.csv", "Question 2", "summary_table"),
    priority: 1  # as evaluate's
    script:
        "../scripts/tabulate_results.py"


rule plot_summary:
    input:
        rules.tabulate_results.output.summary,
    output:
        figure_outputs("summary_{cell}", "Question 2"),
    script:
        "../scripts/plot_summary.py"


HISTORIES = {
    model: expand(rules.train.output.history, model=model, seed=SEEDS) for model in RECURRENT
}


rule plot_curves:
    input:
        **HISTORIES,
    output:
        figure_outputs("curves", "Question 2"),
    params:
        models=RECURRENT,
    script:
        "../scripts/plot_curves.py"


rule plot_confusion:
    input:
        expand(rules.evaluate.output.confusion, model=RECURRENT),
    output:
        figure_outputs("confusion", "Question 2"),
    params:
        models=RECURRENT,
    script:
        "../scripts/plot_confusion.py"


rule plot_tradeoff:
    input:
        rules.tabulate_results.output.summary,
    output:
        figure_outputs("tradeoff", "Question 2"),
    script:
        "../scripts/plot_tradeoff.py"


rule demonstrate_theory:
    output:
        table=in_report("<results>/tables/theory.csv", "Question 1", "theory_table"),
        figure=figure_outputs("theory", "Question 1"),
    script:
        "../scripts/demonstrate_theory.py"


rule trace_states:
    input:
        data="<results>/data/binarized.npz",
        model=rules.train.output.model,
    output:
        "<results>/traces/{model}/seed-{seed}.npz",
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
    params:
        names=[STATES, GATES],
        shown=SHOWN,
    script:
        "../scripts/plot_states.py"


rule plot_decisions:
    input:
        STATE_TRACES,
    output:
        readout=figure_outputs("readout", "Question 3"),
        decisions=figure_outputs("decisions", "Question 3"),
    params:
        shown=SHOWN,
    script:
        "../scripts/plot_decisions.py"


rule plot_gates:
    input:
        lstm=GATE_TRACES,
        gru=STATE_TRACES,
    output:
        gates=figure_outputs("gates", "Question 3, bonus"),
        averages=figure_outputs("gate_averages", "Question 3, bonus"),
    params:
        names=[GATES, STATES],
        shown=SHOWN,
        forget_bias=int(config["models"]["unit_forget_bias"]),
    script:
        "../scripts/plot_gates.py"
