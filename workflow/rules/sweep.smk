# A study beyond the homework: every combination of the lists of the section sweep, off by default.
POINT = "_".join(f"{key}~{{{key}}}" for key in SWEEP_POINTS[0])
VALUES = {key: [point[key] for point in SWEEP_POINTS] for key in SWEEP_POINTS[0]}


use rule binarize as binarize_in_sweep with:
    output:
        "<results>/sweep/data/threshold~{threshold}.npz",
    params:
        data=lambda wildcards: {**DATA, "threshold": float(wildcards.threshold)},


DATA_AT_POINT = sweep.data_at(config, rules.binarize.output[0], rules.binarize_in_sweep.output[0])


use rule train as train_in_sweep with:
    input:
        data=DATA_AT_POINT,
    output:
        model=f"<results>/sweep/runs/{POINT}/seed-{{seed}}/model.keras",
        history=f"<results>/sweep/runs/{POINT}/seed-{{seed}}/history.csv",
    params:
        models=sweep.at_point(SWEEP_POINTS, NETWORK),
        training=sweep.at_point(SWEEP_POINTS, TRAINING),


use rule evaluate as evaluate_in_sweep with:
    input:
        data=DATA_AT_POINT,
        # The network of each seed: the homework's own, where that has it.
        models=sweep.models_at(
            config, SWEEP_POINTS, rules.train.output.model, rules.train_in_sweep.output.model
        ),
    output:
        metrics=f"<results>/sweep/evaluation/{POINT}/metrics.csv",
        confusion=f"<results>/sweep/evaluation/{POINT}/confusion.csv",
        predictions=f"<results>/sweep/evaluation/{POINT}/predictions.npz",
    params:
        seeds=sweep.seeds_of(config),


rule tabulate_sweep:
    input:
        metrics=expand(rules.evaluate_in_sweep.output.metrics, zip, **VALUES),
        confusions=expand(rules.evaluate_in_sweep.output.confusion, zip, **VALUES),
        predictions=expand(rules.evaluate_in_sweep.output.predictions, zip, **VALUES),
    output:
        runs=in_report("<results>/sweep/runs.csv", "Sweep", "sweep_runs"),
        summary=in_report("<results>/sweep/summary.csv", "Sweep", "sweep_summary"),
    params:
        points=SWEEP_POINTS,
    script:
        "../scripts/tabulate_sweep.py"


rule plot_sweep:
    input:
        rules.tabulate_sweep.output.summary,
    output:
        figure_outputs("sweep", "Sweep"),
    script:
        "../scripts/plot_sweep.py"


SWEEP += [
    *expand(rules.binarize_in_sweep.output, threshold=sweep.new_thresholds(config, SWEEP_POINTS)),
    *(
        path
        for training in sweep.new_trainings(config, SWEEP_POINTS)
        for path in expand(rules.train_in_sweep.output, **training)
    ),
    *expand(rules.evaluate_in_sweep.output, zip, **VALUES),
]
