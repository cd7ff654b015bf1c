# A study beyond the homework: every combination of the lists of the section sweep, off by default.
SWEEP_SEEDS = config["sweep"]["seeds"] or SEEDS
POINT = "_".join(f"{key}~{{{key}}}" for key in SWEEP_POINTS[0])


def at_point(name, keys):
    """A function of the wildcards: section `name` with the values of that point of the sweep."""

    def settings(wildcards):
        (point,) = (p for p in SWEEP_POINTS if all(str(p[key]) == wildcards[key] for key in p))
        return {key: point.get(key, value) for key, value in section(name, *keys).items()}

    return settings


use rule binarize as binarize_in_sweep with:
    output:
        "<results>/sweep/data/threshold~{threshold}.npz",
    log:
        "<logs>/binarize_in_sweep/{threshold}.log",
    benchmark:
        "<benchmarks>/binarize_in_sweep/{threshold}.tsv"
    params:
        data=lambda wildcards: {
            **section("data", "train", "validation", "test"),
            "threshold": float(wildcards.threshold),
        },
        code=code_digest("binarize.py"),


use rule train as train_in_sweep with:
    input:
        data="<results>/sweep/data/threshold~{threshold}.npz",
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
        code=code_digest("train.py"),


use rule evaluate as evaluate_in_sweep with:
    input:
        data="<results>/sweep/data/threshold~{threshold}.npz",
        models=expand(rules.train_in_sweep.output.model, seed=SWEEP_SEEDS, allow_missing=True),
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
        code=code_digest("evaluate.py"),


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
    benchmark:
        "<benchmarks>/tabulate_sweep.tsv"
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=500,
        runtime=5,
    params:
        points=SWEEP_POINTS,
        code=code_digest("tabulate_sweep.py"),
    script:
        "../scripts/tabulate_sweep.py"


rule plot_sweep:
    input:
        rules.tabulate_sweep.output.summary,
    output:
        figure_outputs("sweep", "Sweep"),
    log:
        "<logs>/plot_sweep.log",
    benchmark:
        "<benchmarks>/plot_sweep.tsv"
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=500,
        runtime=5,
    params:
        code=code_digest("plot_sweep.py"),
    script:
        "../scripts/plot_sweep.py"


SWEEP += [*rules.tabulate_sweep.output, *rules.plot_sweep.output]
