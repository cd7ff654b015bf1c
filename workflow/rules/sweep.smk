# A study beyond the homework: every combination of the lists of the section sweep, off by default.
SWEEP_SEEDS = config["sweep"]["seeds"] or SEEDS
POINT = "_".join(f"{key}~{{{key}}}" for key in SWEEP_POINTS[0])
VALUES = {key: [point[key] for point in SWEEP_POINTS] for key in SWEEP_POINTS[0]}
THRESHOLDS = list(dict.fromkeys(VALUES["threshold"]))


use rule binarize as binarize_in_sweep with:
    output:
        "<results>/sweep/data/threshold~{threshold}.npz",
    log:
        "<logs>/binarize_in_sweep/{threshold}.log",
    params:
        data=lambda wildcards: {
            **section("data", "train", "validation", "test"),
            "threshold": float(wildcards.threshold),
        },


use rule train as train_in_sweep with:
    input:
        data=sweep_data,
    output:
        model=f"<results>/sweep/runs/{POINT}/seed-{{seed}}/model.keras",
        history=f"<results>/sweep/runs/{POINT}/seed-{{seed}}/history.csv",
    log:
        f"<logs>/train_in_sweep/{POINT}/seed-{{seed}}.log",
    benchmark:
        f"<benchmarks>/train_in_sweep/{POINT}/seed-{{seed}}.tsv"
    params:
        model=lambda wildcards: wildcards.model,
        seed=lambda wildcards: int(wildcards.seed),
        models=at_point("models", NETWORK_KEYS),
        training=at_point("training", TRAINING_KEYS),


use rule evaluate as evaluate_in_sweep with:
    input:
        data=sweep_data,
        models=trained("model"),
    output:
        metrics=f"<results>/sweep/evaluation/{POINT}/metrics.csv",
        confusion=f"<results>/sweep/evaluation/{POINT}/confusion.csv",
        predictions=f"<results>/sweep/evaluation/{POINT}/predictions.npz",
    log:
        f"<logs>/evaluate_in_sweep/{POINT}.log",
    benchmark:
        f"<benchmarks>/evaluate_in_sweep/{POINT}.tsv"
    params:
        seeds=SWEEP_SEEDS,


rule tabulate_sweep:
    input:
        metrics=expand(rules.evaluate_in_sweep.output.metrics, zip, **VALUES),
        confusions=expand(rules.evaluate_in_sweep.output.confusion, zip, **VALUES),
        predictions=expand(rules.evaluate_in_sweep.output.predictions, zip, **VALUES),
    output:
        runs="<results>/sweep/runs.csv",
        summary="<results>/sweep/summary.csv",
    log:
        "<logs>/tabulate_sweep.log",
    resources:
        **SMALL,
    params:
        points=SWEEP_POINTS,
    script:
        "../scripts/tabulate_sweep.py"


rule plot_sweep:
    input:
        rules.tabulate_sweep.output.summary,
    output:
        figure_outputs("sweep", "Sweep"),
    log:
        "<logs>/plot_sweep.log",
    resources:
        **SMALL,
    script:
        "../scripts/plot_sweep.py"


SWEEP += [
    *expand(
        rules.binarize_in_sweep.output, threshold=[t for t in THRESHOLDS if not is_own_data(t)]
    ),
    *(
        path
        for point in SWEEP_POINTS
        for seed in SWEEP_SEEDS
        if not is_own(point, seed)
        for path in expand(rules.train_in_sweep.output, seed=seed, **point)
    ),
    *expand(rules.evaluate_in_sweep.output, zip, **VALUES),
    *rules.tabulate_sweep.output,
]
