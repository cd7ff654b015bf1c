# A study beyond the homework: every combination of the lists of the section sweep, off by default.
SWEEP_SEEDS = config["sweep"]["seeds"] or SEEDS
POINT = "_".join(f"{key}~{{{key}}}" for key in SWEEP_POINTS[0])


def point_of(wildcards):
    (point,) = (p for p in SWEEP_POINTS if all(str(p[key]) == wildcards[key] for key in p))
    return point


def at_point(name, keys):
    """A function of the wildcards: section `name` with the values of that point of the sweep."""

    def settings(wildcards):
        point = point_of(wildcards)
        return {key: point.get(key, value) for key, value in section(name, *keys).items()}

    return settings


def data(wildcards):
    if float(wildcards.threshold) == config["data"]["threshold"]:
        return rules.binarize.output[0]
    return rules.binarize_in_sweep.output[0]


def trained(kind):
    """A function of the wildcards: the file of each seed, from the homework's own trainings where
    that point of the sweep is one of them."""

    def paths(wildcards):
        point = point_of(wildcards)
        own = point["model"] in RECURRENT and all(
            point[key] == config[name][key] for name, key in SWEPT
        )
        return [
            (rules.train if own and seed in SEEDS else rules.train_in_sweep)
            .output[kind]
            .format(seed=seed, **wildcards)
            for seed in SWEEP_SEEDS
        ]

    return paths


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
        data=data,
    output:
        model=f"<results>/sweep/runs/{POINT}/seed-{{seed}}/model.keras",
        history=f"<results>/sweep/runs/{POINT}/seed-{{seed}}/history.csv",
    log:
        f"<logs>/train_in_sweep/{POINT}/seed-{{seed}}.log",
    benchmark:
        f"<benchmarks>/train_in_sweep/{POINT}/seed-{{seed}}.tsv"
    params:
        models=at_point("models", NETWORK_KEYS),
        training=at_point("training", TRAINING_KEYS),


use rule evaluate as evaluate_in_sweep with:
    input:
        data=data,
        models=trained("model"),
        histories=trained("history"),
    output:
        metrics=f"<results>/sweep/evaluation/{POINT}/metrics.csv",
        classes=f"<results>/sweep/evaluation/{POINT}/classes.csv",
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
        expand(
            "<results>/sweep/evaluation/{point}/metrics.csv",
            point=[POINT.format(**point) for point in SWEEP_POINTS],
        ),
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


SWEEP += [*rules.tabulate_sweep.output, *rules.plot_sweep.output]
