# A second study, of pixel predictors: no part of the default run. snakemake --cores 4 prediction
PREDICTION = "<results>/prediction"
RIVALS = ["frequency", "neighbours"]
PREDICTOR_SEEDS = config["prediction"]["seeds"]
STUDY_SEED = PREDICTOR_SEEDS[0]  # of what is shown of one network: ablation, pictures, page
CELL_OPTIONS = section("models", "reset_after", "unit_forget_bias")
GATE_BIASES = config["prediction"]["ablation"]


rule train_predictor:
    input:
        data="<results>/data/binarized.npz",
    output:
        model=f"{PREDICTION}/runs/{{model}}/seed-{{seed}}/model.keras",
        history=f"{PREDICTION}/runs/{{model}}/seed-{{seed}}/history.csv",
    # The longest first.
    priority: predictor_cost
    threads: config["training"]["threads"]
    resources:
        mem_mb=2500,
        runtime=720,
    params:
        models=CELL_OPTIONS,
        prediction=of_predictor,
        recurrence=config["training"]["recurrence"],
    script:
        "../scripts/train_predictor.py"


# The first network for few epochs, from each start of the gates' bias.
use rule train_predictor as train_ablation with:
    output:
        model=f"{PREDICTION}/ablation/{{model}}/{{gate_bias}}/seed-{{seed}}/model.keras",
        history=f"{PREDICTION}/ablation/{{model}}/{{gate_bias}}/seed-{{seed}}/history.csv",
    wildcard_constraints:
        gate_bias="|".join(GATE_BIASES) or "none",
    params:
        models=CELL_OPTIONS,
        prediction=of_ablation,
        recurrence=config["training"]["recurrence"],


rule evaluate_predictor:
    input:
        data="<results>/data/binarized.npz",
        models=expand(rules.train_predictor.output.model, seed=PREDICTOR_SEEDS, allow_missing=True),
    output:
        cross_entropy=f"{PREDICTION}/evaluation/{{model}}/cross_entropy.csv",
        test=f"{PREDICTION}/evaluation/{{model}}/test_nats.npz",
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
            seed=STUDY_SEED,
        ),
    output:
        **({"ablation": f"{PREDICTION}/tables/ablation.csv"} if GATE_BIASES else {}),
        cross_entropy=f"{PREDICTION}/tables/cross_entropy.csv",
    params:
        gate_biases=GATE_BIASES,
    script:
        "../scripts/tabulate_prediction.py"
