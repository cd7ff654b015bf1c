# Train each model from each seed, evaluate each model.
TRAINED = "<results>/runs/{model}/seed-{seed}"


rule train:
    input:
        data="<results>/data/binarized.npz",
    output:
        model=f"{TRAINED}/model.keras",
        history=f"{TRAINED}/history.csv",
    log:
        "<logs>/train/{model}/seed-{seed}.log",
    benchmark:
        "<benchmarks>/train/{model}/seed-{seed}.tsv"
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
        models=section("models", *NETWORK_KEYS),
        training=section("training", *TRAINING_KEYS),
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
    log:
        "<logs>/evaluate/{model}.log",
    benchmark:
        "<benchmarks>/evaluate/{model}.tsv"
    resources:
        mem_mb=1500,
        runtime=30,
    params:
        seeds=SEEDS,
    script:
        "../scripts/evaluate.py"
