# A second study, of pixel predictors: no part of the default run. snakemake --cores 4 prediction
PREDICTION = "<results>/prediction"
PREDICTORS = model_names(config["prediction"])
RIVALS = ["frequency", "neighbours"]
PREDICTOR_SEEDS = config["prediction"]["seeds"]
GATE_BIASES = config["prediction"]["ablation"]
PREDICTION_PAGE = f"{PREDICTION}/report/{config['report']['student_number']}_DL_hw4.html"


def of_predictor(wildcards):
    return predictor_settings(config, wildcards.model)


def of_ablation(wildcards):
    changed = {"gate_bias": wildcards.gate_bias, "epochs": config["prediction"]["ablation_epochs"]}
    return of_predictor(wildcards) | changed


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


# The first network for few epochs, from each start of the gates' bias.
use rule train_predictor as train_ablation with:
    output:
        model=f"{PREDICTION}/ablation/{{model}}/{{gate_bias}}/seed-{{seed}}/model.keras",
        history=f"{PREDICTION}/ablation/{{model}}/{{gate_bias}}/seed-{{seed}}/history.csv",
    log:
        "<logs>/train_ablation/{model}/{gate_bias}/seed-{seed}.log",
    benchmark:
        "<benchmarks>/train_ablation/{model}/{gate_bias}/seed-{seed}.tsv"
    wildcard_constraints:
        model="|".join(PREDICTORS),
        gate_bias="|".join(GATE_BIASES) or "none",
    params:
        models=section("models", "reset_after", "unit_forget_bias"),
        prediction=of_ablation,
        recurrence=config["training"]["recurrence"],


rule evaluate_predictor:
    input:
        data="<results>/data/binarized.npz",
        models=expand(rules.train_predictor.output.model, seed=PREDICTOR_SEEDS, allow_missing=True),
    output:
        cross_entropy=f"{PREDICTION}/evaluation/{{model}}/cross_entropy.csv",
        test=f"{PREDICTION}/evaluation/{{model}}/test_nats.npz",
    log:
        "<logs>/evaluate_predictor/{model}.log",
    benchmark:
        "<benchmarks>/evaluate_predictor/{model}.tsv"
    wildcard_constraints:
        model="|".join(PREDICTORS),
    priority: predictor_cost
    resources:
        mem_mb=1800,
        runtime=60,
    params:
        seeds=PREDICTOR_SEEDS,
    script:
        "../scripts/evaluate_predictor.py"


rule evaluate_rivals:
    input:
        data="<results>/data/binarized.npz",
    output:
        cross_entropy=expand(f"{PREDICTION}/evaluation/{{rival}}/cross_entropy.csv", rival=RIVALS),
        test=expand(f"{PREDICTION}/evaluation/{{rival}}/test_nats.npz", rival=RIVALS),
    log:
        "<logs>/evaluate_rivals.log",
    resources:
        mem_mb=900,
        runtime=20,
    params:
        rivals=RIVALS,
    script:
        "../scripts/evaluate_rivals.py"


rule tabulate_prediction:
    input:
        cross_entropy=[
            *expand(rules.evaluate_predictor.output.cross_entropy, model=PREDICTORS),
            *rules.evaluate_rivals.output.cross_entropy,
        ],
        test=[
            *expand(rules.evaluate_predictor.output.test, model=PREDICTORS),
            *rules.evaluate_rivals.output.test,
        ],
        ablation=expand(
            rules.train_ablation.output.history,
            model=PREDICTORS[0],
            gate_bias=GATE_BIASES,
            seed=PREDICTOR_SEEDS[0],
        ),
    output:
        cross_entropy=f"{PREDICTION}/tables/cross_entropy.csv",
        **({"ablation": f"{PREDICTION}/tables/ablation.csv"} if GATE_BIASES else {}),
    log:
        "<logs>/tabulate_prediction.log",
    resources:
        **SMALL,
    params:
        gate_biases=GATE_BIASES,
    script:
        "../scripts/tabulate_prediction.py"


rule prediction:
    input:
        expand(rules.train_predictor.output, model=PREDICTORS, seed=PREDICTOR_SEEDS),
        expand(rules.evaluate_predictor.output, model=PREDICTORS),
        rules.evaluate_rivals.output,
        rules.tabulate_prediction.output,
        PREDICTION_PAGE,
