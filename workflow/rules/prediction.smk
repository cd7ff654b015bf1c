# A second study, of pixel predictors: no part of the default run. snakemake --cores 4 prediction
PREDICTION = "<results>/prediction"
PREDICTORS = model_names(config["prediction"])
PREDICTOR_SEEDS = config["prediction"]["seeds"]


def of_predictor(wildcards):
    return predictor_settings(config, wildcards.model)


def predictor_cost(wildcards):
    return training_cost(wildcards.model) * of_predictor(wildcards)["epochs"]


rule train_predictor:
    input:
        data="<results>/data/binarized.npz",
    output:
        model=f"{PREDICTION}/runs/{{model}}/seed-{{seed}}/model.keras",
        history=f"{PREDICTION}/runs/{{model}}/seed-{{seed}}/history.csv",
    log:
        "<logs>/train_predictor/{model}/seed-{seed}.log",
    benchmark:
        "<benchmarks>/train_predictor/{model}/seed-{seed}.tsv"
    wildcard_constraints:
        model="|".join(PREDICTORS),
    # The longest first.
    priority: predictor_cost
    threads: config["training"]["threads"]
    resources:
        mem_mb=2500,
        runtime=720,
    params:
        models=section("models", "reset_after", "unit_forget_bias"),
        prediction=of_predictor,
        recurrence=config["training"]["recurrence"],
    script:
        "../scripts/train_predictor.py"


rule prediction:
    input:
        expand(rules.train_predictor.output, model=PREDICTORS, seed=PREDICTOR_SEEDS),
