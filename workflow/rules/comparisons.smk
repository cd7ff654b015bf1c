# Which networks differ: pairs of them, with intervals over seeds and test images.
rule compare_networks:
    input:
        predictions=expand(rules.evaluate.output.predictions, model=MODELS),
        summary=rules.tabulate_results.output.summary,
    output:
        "<results>/tables/comparisons.csv",
    log:
        "<logs>/compare_networks.log",
    resources:
        **SMALL,
    params:
        models=MODELS,
        reader=STATES,
    script:
        "../scripts/compare_networks.py"


rule plot_comparisons:
    input:
        rules.compare_networks.output,
    output:
        figure_outputs("comparisons", "Test set"),
    log:
        "<logs>/plot_comparisons.log",
    resources:
        **SMALL,
    script:
        "../scripts/plot_comparisons.py"
