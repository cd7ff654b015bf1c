"""Gather what in-painting restores and costs, of networks and rivals, and how reliable its
probabilities are."""

import numpy as np
import pandas
from rowreader.analysis.gaps import GAPS
from rowreader.analysis.inpainting import marginals
from rowreader.analysis.intervals import mean_over_images
from rowreader.analysis.reliability import reliability
from rowreader.run.errors import job_log
from rowreader.run.files import load_arrays, load_table, save_table

KEY = ["gap", "image"]
COLUMNS = ["model", *KEY, "missing", "restored", "whole"]
COSTS = ["truth", "best", "image_truth", "image_best"]
STANDARD = "neighbours"  # the rival that the others are compared with


def tabulate_inpainting(tables, arrays, output, reliability_output):
    """Write a row a model and kind of gap (see `row_of`), and a row a bin of a reliability diagram
    for each that has probabilities. tables, arrays: {model: path}."""
    found = {name: load_table(path, "inpaint", COLUMNS, KEY) for name, path in tables.items()}
    rows = [
        row_of(name, kind, _of(table, kind), _of(found[STANDARD], kind))
        for name, table in found.items()
        for kind in GAPS
    ]
    save_table(output, pandas.DataFrame(rows))
    diagrams = [
        {"model": name, "gap": kind, **row}
        for name, path in arrays.items()
        for kind in GAPS
        for row in _reliability(path, kind)
    ]
    save_table(reliability_output, pandas.DataFrame(diagrams))


def row_of(name, kind, group, standard):
    """The row of one model and kind of gap; both tables have a row an image, the same images.

    Shares restored, of the missing pixels and of whole gaps, with their standard errors over the
    images, and what it gains in shares of whole gaps over the standard. Of models of pixels also
    mean probabilities of the true and of the most probable filling, their costs in nats, what the
    whole image costs with either, and the gain: how much less the truth costs than by the standard.
    Gains are paired by image, with their 95 % intervals.
    """
    row = {"model": name, "gap": kind, "images": len(group), "missing": int(group["missing"].sum())}
    for key, values in (
        ("restored", group["restored"] / group["missing"]),
        ("whole", group["whole"]),
    ):
        mean = mean_over_images(values)
        row |= {f"{key}_share": mean.mean, f"{key}_error": mean.error}
    row |= _gain("whole_gain", group["whole"], standard["whole"])
    if "truth" not in group:
        return row
    probability = mean_over_images(group["probability"])
    row |= {"probability": probability.mean, "probability_error": probability.error}
    row["best_probability"] = float(np.exp(-group["best"]).mean())
    row |= {key: float(group[key].mean()) for key in COSTS}
    row |= {f"{key}_error": mean_over_images(group[key]).error for key in ("truth", "best")}
    return row | _gain("gain", standard["truth"], group["truth"])


def _gain(key, more, less):
    mean = mean_over_images(more - less)
    return {key: mean.mean, f"{key}_low": mean.low, f"{key}_high": mean.high}


def _of(table, kind):
    """The rows of a kind of gap, by image."""
    return table[table["gap"] == kind].set_index("image").sort_index()


def _reliability(path, kind):
    posteriors, truth = f"{kind}_log_posteriors", f"{kind}_truth"
    found = load_arrays(path, "inpaint", [posteriors, truth])
    return reliability(marginals(found[posteriors]), found[truth])


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
        names = snakemake.params
        tabulate_inpainting(
            dict(zip(names.models, snakemake.input.tables, strict=True)),
            dict(zip(names.probable, snakemake.input.arrays, strict=True)),
            snakemake.output.inpainting,
            snakemake.output.reliability,
        )
