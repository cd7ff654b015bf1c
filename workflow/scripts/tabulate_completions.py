"""Gather what completions cost: of each predictor and length, samples against the truth."""

import numpy as np
import pandas
from rowreader.analysis.completion import binary_entropy, skewed_interval
from rowreader.analysis.intervals import mean_over_images
from rowreader.run.files import load_table, save_table
from rowreader.run.job import job_log

COLUMNS = ["model", "image", "length", "truth", "samples"]


def tabulate_completions(paths, output):
    """Write a row a predictor and length: mean and standard error over the images of what the truth
    and the samples cost, and the truth's excess over the samples, paired by image, with its 95 %
    interval; in nats of the whole length and per pixel. Of a single pixel, what samples cost is not
    taken from the samples, but is the entropy of the network's probability."""
    tables = [load_table(path, "complete_images", COLUMNS, ("image", "length")) for path in paths]
    rows = [
        row_of(model, length, group)
        for table in tables
        for (model, length), group in table.groupby(["model", "length"], sort=False)
    ]
    save_table(output, pandas.DataFrame(rows))


def row_of(model, length, group):
    """The row of one predictor and length. group: a row an image."""
    if length == 1:
        chances = np.exp(-group["truth"])
        group = group.assign(samples=binary_entropy(chances))
        excess = skewed_interval(group["truth"], chances)
    else:
        excess = mean_over_images(group["truth"] - group["samples"])
    nats = {}
    for key in ("truth", "samples"):
        found = mean_over_images(group[key])
        nats |= {key: found.mean, f"{key}_error": found.error}
    nats |= {"excess": excess.mean, "excess_low": excess.low, "excess_high": excess.high}
    row = {"model": model, "length": length, "images": len(group), **nats}
    return row | {f"{key}_per_pixel": value / length for key, value in nats.items()}


if __name__ == "__main__":
    with job_log(*snakemake.log):
        tabulate_completions(snakemake.input, snakemake.output[0])
