# What the results are, recorded after all else; `make verify` compares them with it.
RESULTS = [
    *rules.download.output,
    *rules.binarize.output,
    *expand(rules.train.output, model=MODELS, seed=SEEDS),
    *expand(rules.evaluate.output, model=MODELS),
    *rules.tabulate_results.output,
    *rules.compare_networks.output,
    "<results>/tables/theory.csv",
    *STATE_TRACES,
    *GATE_TRACES,
    *expand("<results>/figures/{name}.{kind}", name=FIGURES, kind=["pdf", "png"]),
    *rules.record_environment.output,
    *rules.render.output,
    PDF,
    NOTEBOOK,
    PAGE,
    *SWEEP,
]


rule record_provenance:
    input:
        environment=rules.record_environment.output[0],
        results=RESULTS,
    output:
        "<results>/provenance.json",
    log:
        "<logs>/record_provenance.log",
    resources:
        **SMALL,
    params:
        seeds=SEEDS,
        benchmarks=f"{config['pathvars']['results']}/benchmarks",
    script:
        "../scripts/record_provenance.py"
