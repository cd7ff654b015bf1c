"""Gather the evaluations of all models into the tables of the report."""

import pandas
from rowreader.analysis.evaluations import load_evaluation
from rowreader.report.tables import summarize
from rowreader.run.files import save_table
from rowreader.run.job import job_log

COLUMNS = ["model", "train_loss", "train_accuracy", "parameters", "multiplications"]


def tabulate_results(inputs, outputs):
    """Write every run (a row a model and seed), and the mean and deviation over the seeds (a row a
    model)."""
    evaluations = zip(inputs.metrics, inputs.confusions, inputs.predictions, strict=True)
    runs = pandas.concat(load_evaluation(*paths, "evaluate", COLUMNS) for paths in evaluations)
    save_table(outputs.runs, runs)
    save_table(outputs.summary, summarize(runs))


if __name__ == "__main__":
    with job_log(*snakemake.log):
        tabulate_results(snakemake.input, snakemake.output)
