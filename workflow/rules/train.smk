# Train each model from each seed, evaluate each model.


rule train:
    input:
        data="<results>/data/binarized.npz",
    output:
        model="<results>/runs/{model}/seed-{seed}/model.keras",
        history="<results>/runs/{model}/seed-{seed}/history.csv",
    cache: CACHING
    # The longest first: no core waits at the end for one late long training.
    priority: lambda wildcards: training_cost(wildcards.model)
    threads: config["training"]["threads"]
    resources:
        mem_mb=1800,
        runtime=240,
    params:
        # In the cache, a network is known by these params.
        model=lambda wildcards: wildcards.model,
        seed=lambda wildcards: int(wildcards.seed),
        models=NETWORK,
        training=TRAINING,
    script:
        "../scripts/train.py"


rule evaluate:
    input:
        data="<results>/data/binarized.npz",
        models=expand(rules.train.output.model, seed=SEEDS, allow_missing=True),
    output:
        metrics="<results>/evaluation/{model}/metrics.csv",
        confusion="<results>/evaluation/{model}/confusion.csv",
        predictions="<results>/evaluation/{model}/predictions.npz",
    # Before the figures: the notebook, the longest of the last jobs, waits for all evaluations.
    priority: 1
    resources:
        mem_mb=1500,
        runtime=30,
    params:
        seeds=SEEDS,
        recurrence=TRAINING["recurrence"],
    script:
        "../scripts/evaluate.py"
