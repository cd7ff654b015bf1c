"""Gather the evaluations of the sweep: every run, and means over the seeds, best first."""

import pandas
from rowreader.analysis.evaluations import load_evaluation
from rowreader.report.tables import over_seeds
from rowreader.run.files import save_table
from rowreader.run.job import job_log
from rowreader.run.names import parse_model

MEASURES = ["validation_loss", "validation_accuracy", "test_loss", "test_accuracy"]


def tabulate_sweep(inputs, points, outputs):
    """points: the settings of each evaluation, a dict. Write a row a run, and a row a point with
    mean and sample deviation over the seeds, the highest validation accuracy first."""
    parts = []
    evaluations = zip(inputs.metrics, inputs.confusions, inputs.predictions, strict=True)
    for paths, point in zip(evaluations, points, strict=True):
        runs = load_evaluation(*paths, "evaluate_in_sweep", MEASURES)
        cell, layers, units = parse_model(point["model"])
        settings = {"cell": cell, "layers": layers, "units": units, **point}
        settings.pop("model")
        parts.append(runs[["seed", *MEASURES]].assign(**settings))
        parameters = list(settings)
    runs = pandas.concat(parts)
    summary = over_seeds(runs.groupby(parameters, sort=False), MEASURES)
    summary = summary.reset_index().sort_values(
        "validation_accuracy_mean", ascending=False, kind="stable"
    )
    save_table(outputs.runs, runs[[*parameters, "seed", *MEASURES]])
    save_table(outputs.summary, summary)


if __name__ == "__main__":
    with job_log(*snakemake.log):
        tabulate_sweep(snakemake.input, snakemake.params.points, snakemake.output)
