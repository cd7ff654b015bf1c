# What the results are, recorded after all else; `make verify` compares them with it.
RESULTS = [
    *expand(rules.train.output, model=MODELS, seed=SEEDS),
    *expand(rules.evaluate.output, model=MODELS),
    *STATE_TRACES,
    *GATE_TRACES,
    *expand(rules.plot_summary.output, cell=config["models"]["cells"]),
    *SWEEP,
    # And the files of every rule that makes them once.
    *(path for each in own_rules(workflow) if not each.wildcard_names for path in each.output),
]
RESULTS = [str(path) for path in RESULTS]  # the HTML report shows them as their own rules' results


rule record_provenance:
    input:
        environment=rules.record_environment.output[0],
        results=RESULTS,
    output:
        "<results>/provenance.json",
    params:
        seeds=SEEDS,
        benchmarks=f"{config['pathvars']['results']}/benchmarks",
    script:
        "../scripts/record_provenance.py"
