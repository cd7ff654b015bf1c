# Which networks differ: pairs of them, with intervals over seeds and test images.
rule compare_networks:
    input:
        predictions=expand(rules.evaluate.output.predictions, model=MODELS),
        summary=rules.tabulate_results.output.summary,
    output:
        in_report("<results>/tables/comparisons.csv", "Question 2", "comparisons_table"),
    params:
        models=MODELS,
        reader=STATES,
    script:
        "../scripts/compare_networks.py"


rule plot_comparisons:
    input:
        rules.compare_networks.output,
    output:
        figure_outputs("comparisons", "Question 2"),
    script:
        "../scripts/plot_comparisons.py"
