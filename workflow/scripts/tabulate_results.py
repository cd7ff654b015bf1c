"""Gather the evaluations of all models into the tables of the report."""

import pandas
from rowreader.report.tables import latex_summary, summarize
from rowreader.run.errors import job_log
from rowreader.run.files import atomic, load_table, save_table
from rowreader.run.names import WHOLE_IMAGE

COLUMNS = ["model", "seed", "test_loss", "test_accuracy", "parameters", "multiplications"]


def tabulate_results(inputs, outputs):
    """Write every run (a row a model and seed), the mean and deviation over the seeds (a row a
    model), and the homework's tables in LaTeX."""
    runs = pandas.concat([load_table(path, "evaluate", COLUMNS) for path in inputs])
    summary = summarize(runs)
    save_table(outputs.runs, runs)
    save_table(outputs.summary, summary)
    with atomic(outputs.latex) as temporary:
        recurrent = summary[~summary["model"].isin(WHOLE_IMAGE)]
        temporary.write_text(latex_summary(recurrent), encoding="utf-8")


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
        tabulate_results(snakemake.input, snakemake.output)
