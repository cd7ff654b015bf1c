"""Gather what predictors and rivals cost, and how the ablation's trainings went."""

import pandas
from rowreader.analysis.pixel_costs import load_costs
from rowreader.report.tables import over_seeds
from rowreader.run.files import load_table, save_table
from rowreader.run.job import job_log


def tabulate_prediction(inputs, gate_biases, outputs):
    """Write a row a model and part of the data: mean and deviation over the seeds, and the standard
    error over the images, as mean over the seeds. Write the ablation: a row a gate bias and epoch.
    """
    paths = zip(inputs.cross_entropy, inputs.test, strict=True)
    runs = pandas.concat(load_costs(*pair, "evaluate_predictor") for pair in paths)
    groups = runs.groupby(["model", "part"], sort=False)
    table = over_seeds(groups, ["nats_per_pixel", "nats_per_image"])
    table["standard_error"] = groups["standard_error"].mean()
    for column in ("images", "parameters"):
        table.insert(0, column, groups[column].first())
    table.insert(0, "seeds", groups["seed"].count())
    save_table(outputs.cross_entropy, table.reset_index())
    histories = [
        load_table(path, "train_ablation", ["epoch", "loss", "val_loss"]).assign(gate_bias=bias)
        for path, bias in zip(inputs.ablation, gate_biases, strict=True)
    ]
    if histories:
        save_table(outputs.ablation, pandas.concat(histories))


if __name__ == "__main__":
    with job_log(*snakemake.log):
        tabulate_prediction(snakemake.input, snakemake.params.gate_biases, snakemake.output)
