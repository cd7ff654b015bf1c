"""Render the TeX of the second study's report from its templates, tables and claims."""

import math

import pandas
from rowreader.analysis import completion, rivals
from rowreader.analysis.gaps import GAPS
from rowreader.analysis.intervals import CONFIDENCE
from rowreader.analysis.pixel_costs import PREDICTED
from rowreader.data.images import COLUMNS, load_part
from rowreader.report import prediction_tables as tables
from rowreader.report import published
from rowreader.report.claims import as_table, listing, percent, tex_title
from rowreader.report.completion_claims import completion_claims
from rowreader.report.inpainting_claims import inpainting_claims
from rowreader.report.latex import render, title_values
from rowreader.report.mistake_claims import mistake_claims, published_restored
from rowreader.report.prediction_claims import prediction_claims, spread
from rowreader.report.predictor_training_claims import predictor_training_claims
from rowreader.report.reliability_claims import reliability_claims
from rowreader.report.tables import thousands
from rowreader.report.wrong_pixel_claims import wrong_pixel_claims
from rowreader.run.digests import SCRIPTS
from rowreader.run.files import load_arrays, load_table, save_commented, save_table
from rowreader.run.job import job_log
from rowreader.run.names import parse_model

TEMPLATES = SCRIPTS.parent / "report"
COSTS = ["model", "part", "parameters", "images", "nats_per_pixel_mean", "nats_per_image_mean"]
COSTS += ["standard_error"]
LEARNT = ["epoch", "loss", "val_loss"]
GAP = ["gap", "image", "whole", "best", "image_truth", "image_best"]
COMPLETED = ["model", "length", "images", "truth", "truth_error", "samples", "samples_error"]
COMPLETED += ["excess", "excess_low", "excess_high"]
INPAINTED = [
    "model",
    "gap",
    "images",
    "restored_share",
    "whole_share",
    "probability",
    "truth",
    "best",
]
INPAINTED += [f"{key}_error" for key in ("restored", "whole", "probability", "truth", "best")]
INPAINTED += [f"{gain}{end}" for gain in ("gain", "whole_gain") for end in ("", "_low", "_high")]
BINS = ["model", "gap", "bin", "pixels", "predicted_share", "observed_share"]
BINS += ["observed_low", "observed_high"]
SHIFTED = ["model", "read", "pixels", "mistaken", "standard_error", "least_mistaken"]
MISTAKE = [*SHIFTED, "right"]
TRUST = ["model", "gap", "name", "value", "low", "high"]
DRAWN = ["known", "labels", "pixels", "drawn", "sample_nats", "true_nats"]
PIXELS = [f"pixel_{key}" for key in ("images", "gaps", "truth", "log_posteriors")]

CHOICE = {"task_rate": 0.001, "rates": "0.003 and 0.01", "networks": "GRU 32 and GRU 128"}
"""How the study's own learning rate was chosen (numbers: config/README.md), and the task's."""


def render_prediction(inputs, outputs, report, settings, networks, samples, chosen):
    """Write the TeX and the table of the claims that it makes.

    networks: their names, in the order of the files of `inputs` that there is one of for each;
    settings: of the data and the predictors; samples: of each completed image; chosen: whether the
    settings are the study's own.
    """
    costs = load_table(inputs.costs, "tabulate_prediction", COSTS, ["model", "part"])
    names = list(dict.fromkeys(costs["model"]))
    test = {
        name: load_arrays(path, "evaluate_predictor", ["nats"])["nats"]
        for name, path in zip(names, inputs.test, strict=True)
    }
    histories = tables_of(inputs.histories, networks, "train_predictor", LEARNT, ["epoch"])
    gaps = tables_of(inputs.gaps, networks, "inpaint", GAP, ["gap", "image"])
    ablation = None
    if inputs.get("ablation"):
        keys = ["gate_bias", "epoch"]
        ablation = load_table(inputs.ablation, "tabulate_prediction", [*keys, "val_loss"], keys)
    completed = load_table(
        inputs.completion, "tabulate_completions", COMPLETED, ["model", "length"]
    )
    inpainted = load_table(inputs.inpainting, "tabulate_inpainting", INPAINTED, ["model", "gap"])
    bins = load_table(inputs.reliability, "tabulate_inpainting", BINS, ["model", "gap", "bin"])
    trust = load_table(inputs.trust, "tabulate_inpainting", TRUST, TRUST[:3])
    completions = {
        name: load_arrays(path, "complete_images", DRAWN)
        for name, path in zip(networks, inputs.completions, strict=True)
    }
    shown = shown_network(costs, networks)
    filled = load_arrays(inputs.filled[networks.index(shown)], "inpaint", PIXELS)
    mistakes = [
        pandas.concat(load_table(path, "repeat_mistake", columns, ["read"]) for path in paths)
        for paths, columns in ((inputs.mistakes, MISTAKE), (inputs.shifted, SHIFTED))
    ]
    made = {
        **prediction_claims(test),
        **predictor_training_claims(costs, histories, ablation, settings["schedule"]),
        **completion_claims(completed, completions, shown),
        **inpainting_claims(inpainted, trust, gaps, test),
        **reliability_claims(bins, trust),
        **wrong_pixel_claims(load_part(inputs.data, "test")[0], filled, shown),
        **mistake_claims(*mistakes),
    }
    epochs = {name: len(table) for name, table in histories.items()}
    values = {
        **title_values(report, inputs.environment, inputs.data),
        "claims": {name: claim.text for name, claim in made.items()},
        "settings": settings,
        "chosen": CHOICE if chosen else None,
        "confidence": percent(CONFIDENCE, 0),
        "shown": tex_title(shown),
        "shown_name": shown,
        "samples": samples,
        **about_networks(networks, settings, costs),
        **about_updates(epochs, settings),
        "least_shifted": least_shifted(mistakes[1]),
        **about_images(completed, inpainted),
        **about_published(),
        "costs_table": tables.costs_table(costs, epochs),
        "ablation_table": "" if ablation is None else tables.ablation_table(ablation),
        "completion_table": tables.completion_table(completed),
        "inpainting_table": tables.inpainting_table(inpainted),
        "mistake_table": tables.mistake_table(*mistakes),
    }
    tex = render(TEMPLATES, "prediction/report.tex.jinja", values)
    save_commented(outputs.tex, tex.encode())
    save_table(outputs.claims, as_table(made))


def tables_of(paths, networks, rule, columns, key):
    """{network: its table}."""
    return {
        name: load_table(path, rule, columns, key)
        for name, path in zip(networks, paths, strict=True)
    }


def shown_network(costs, networks):
    """The network whose pictures are shown: the one that costs least on the validation images."""
    part = costs[costs["part"] == "validation"].set_index("model")["nats_per_pixel_mean"]
    return part[networks].idxmin()


def about_networks(networks, settings, costs):
    """What the report tells of networks, rivals and how they are trained."""
    first = costs.groupby("model", sort=False).first()
    kinds = list(dict.fromkeys(parse_model(name)[0] for name in networks))
    depths = sorted({parse_model(name)[1] for name in networks} - {1})
    rates = settings["learning_rate"]
    if isinstance(rates, list):
        sizes = [f"{rate:g} ({size})" for size, rate in zip(settings["sizes"], rates, strict=True)]
        rates = listing(sizes).replace("x", r" $\times$ ")
    return {
        "cells": kinds,
        "stacked": listing(map(str, depths)) if depths else "",
        "rates": rates,
        "first": tex_title(networks[0]),
        "neighbours": int(math.log2(first.loc["neighbours", "parameters"])),
        "candidates": listing(map(str, rivals.CANDIDATES)),
        "most_neighbours": max(rivals.CANDIDATES),
        "training_images": thousands(first.loc[networks[0], "images"]),
    }


def about_updates(epochs, settings):
    """How many steps of training each network took, and which took fewest epochs."""
    steps = math.ceil(settings["train"] / settings["batch_size"])
    fewest = [name for name in epochs if epochs[name] == min(epochs.values())]
    few = len(set(epochs.values())) > 1
    ends = sorted({steps * pick(epochs.values()) for pick in (min, max)})
    return {
        "updates": " to ".join(map(thousands, ends)),
        "published_updates": thousands(published.EPOCHS * published.BATCHES),
        "fewest": listing(map(tex_title, fewest)) if few else "",
        "fewest_epochs": min(epochs.values()),
    }


def least_shifted(shifted):
    """The least of the costs by both mistakes, of either sum, over the networks."""
    groups = shifted.groupby("read")["least_mistaken"]
    return {read: spread(values.tolist(), 1) for read, values in groups}


def about_images(completed, inpainted):
    """How many images and pixels there are."""
    return {
        "pixels": PREDICTED + 1,
        "predicted": PREDICTED,
        "row": COLUMNS,
        "known": completion.KNOWN,
        "unknown": PREDICTED + 1 - completion.KNOWN,
        "pixel_draws": thousands(completion.DRAWS),
        "completed": int(completed["images"].max()),
        "inpainted": {
            gap: thousands(rows["images"].iloc[0]) for gap, rows in inpainted.groupby("gap")
        },
    }


def about_published():
    """What follows from the published numbers, and from the mistake."""
    nats = [PREDICTED * bar for bar in published.NATS_PER_PIXEL.values()]
    low, high = published.INPAINTED_COSTS
    missing = {gap: rows * columns for gap, (rows, columns) in GAPS.items()}
    return {
        "published": published,
        "published_nats": f"{min(nats):.0f} to {max(nats):.0f}",
        "inpainted_costs": f"{low:.0f} to {high:.0f}",
        "blank": math.log(2),
        "ink": math.log1p(math.exp(-1)),
        "published_gaps": thousands(published.INPAINTED_IMAGES),
        "restored": {gap: about_restored(gap, number) for gap, number in missing.items()},
    }


def about_restored(gap, missing):
    """A published share of right pixels, and what it says of the missing ones, with its limits by
    rounding and its standard error."""
    share, low, high, error = published_restored(gap, missing)
    return {
        "published": percent(published.INPAINTED_RESTORED[gap], published.RESTORED_DIGITS - 2),
        "missing": percent(share, 0),
        "limits": f"{100 * low:.1f} to {percent(high)}",
        "error": f"{100 * error:.1f}",
    }


if __name__ == "__main__":
    with job_log(*snakemake.log):
        render_prediction(
            snakemake.input,
            snakemake.output,
            snakemake.params.report,
            snakemake.params.settings,
            snakemake.params.networks,
            snakemake.params.samples,
            snakemake.params.chosen,
        )
