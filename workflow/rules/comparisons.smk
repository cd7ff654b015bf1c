# Which networks differ: pairs of them, with intervals over seeds and test images.
rule compare_networks:
    input:
        predictions=expand(rules.evaluate.output.predictions, model=MODELS),
        summary=rules.tabulate_results.output.summary,
    output:
        "<results>/tables/comparisons.csv",
    log:
        "<logs>/compare_networks.log",
    benchmark:
        "<benchmarks>/compare_networks.tsv"
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=500,
        runtime=5,
    params:
        models=MODELS,
        reader=STATES,
        code=code_digest("compare_networks.py"),
    script:
        "../scripts/compare_networks.py"


rule plot_comparisons:
    input:
        rules.compare_networks.output,
    output:
        figure_outputs("comparisons", "Test set"),
    log:
        "<logs>/plot_comparisons.log",
    benchmark:
        "<benchmarks>/plot_comparisons.tsv"
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=500,
        runtime=5,
    params:
        code=code_digest("plot_comparisons.py"),
    script:
        "../scripts/plot_comparisons.py"
