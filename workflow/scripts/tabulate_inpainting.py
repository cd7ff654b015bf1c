"""Gather what in-painting restores and costs, of networks and rivals, and how reliable its
probabilities are."""

import numpy as np
import pandas
from rowreader.analysis.gaps import GAPS
from rowreader.analysis.inpainting import marginals
from rowreader.analysis.intervals import CONFIDENCE, mean_over_images
from rowreader.analysis.reliability import calibration, drawn_fillings, reliability
from rowreader.run.files import load_arrays, load_table, save_table
from rowreader.run.job import job_log
from scipy.stats import entropy

KEY = ["gap", "image"]
COLUMNS = ["model", *KEY, "missing", "restored", "whole"]
COSTS = ["truth", "best", "image_truth", "image_best"]
STANDARD = "neighbours"  # the rival that the others are compared with


def tabulate_inpainting(tables, arrays, outputs):
    """Write a row a model and kind of gap (see `row_of`); for each that has probabilities also a
    row a bin of a reliability diagram, and whether they can be trusted (see `trust_rows`).
    tables, arrays: {model: path}."""
    found = {name: load_table(path, "inpaint", COLUMNS, KEY) for name, path in tables.items()}
    rows = [
        row_of(name, kind, _of(table, kind), _of(found[STANDARD], kind))
        for name, table in found.items()
        for kind in GAPS
    ]
    save_table(outputs.inpainting, pandas.DataFrame(rows))
    diagrams, trust = [], []
    for name, path in arrays.items():
        for kind in GAPS:
            chosen, truth, log_posterior = _arrays(path, kind)
            about = {"model": name, "gap": kind}
            bins = reliability(marginals(log_posterior), truth)
            diagrams += [about | row for row in bins]
            group = _of(found[name], kind).loc[chosen]
            trust += [about | row for row in trust_rows(group, log_posterior)]
    save_table(outputs.reliability, pandas.DataFrame(diagrams))
    save_table(outputs.trust, pandas.DataFrame(trust))


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


def trust_rows(group, log_posterior):
    """Whether posteriors are right, of log p (n, fillings), from the table of the same gaps, a row
    a measure:

    share: how much more gaps are restored than the most probable filling's probability says;
    cost: how much more nats the true filling costs than the posterior's entropy; each with its
    interval over the images. And what right posteriors would give, by draws from them, as mean and
    with the middle 95 % of the draws: error, the expected calibration error of the pixels; bins, of
    the diagram, that would leave out the prediction.
    """
    posteriors = np.exp(log_posterior)
    found = {
        "share": mean_over_images(group["whole"] - posteriors.max(axis=1)),
        "cost": mean_over_images(group["truth"] - entropy(posteriors, axis=1)),
    }
    rows = [
        {"name": name, "value": mean.mean, "low": mean.low, "high": mean.high}
        for name, mean in found.items()
    ]
    simulated = calibration(marginals(log_posterior), drawn_fillings(posteriors))
    for name, values in zip(("error", "bins"), simulated, strict=True):
        low, high = np.quantile(values, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
        rows.append({"name": name, "value": values.mean(), "low": low, "high": high})
    return rows


def _arrays(path, kind):
    """Images, truth and log-posteriors of a kind of gap."""
    keys = [f"{kind}_{key}" for key in ("images", "truth", "log_posteriors")]
    return load_arrays(path, "inpaint", keys).values()


if __name__ == "__main__":
    with job_log(*snakemake.log):
        names = snakemake.params
        tabulate_inpainting(
            dict(zip(names.models, snakemake.input.tables, strict=True)),
            dict(zip(names.probable, snakemake.input.arrays, strict=True)),
            snakemake.output,
        )
