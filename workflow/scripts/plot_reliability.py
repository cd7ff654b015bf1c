"""Plot how reliable the probabilities of missing pixels are: predicted against observed shares."""

import numpy as np
from rowreader.analysis.gaps import GAPS
from rowreader.analysis.reliability import BINS
from rowreader.report.plots import COLOURS, WIDTH, plain_log_ticks, plt, save
from rowreader.report.titles import RIVALS, title
from rowreader.run.files import load_table
from rowreader.run.job import job_log

COLUMNS = [
    *("model", "gap", "bin", "pixels", "predicted_share", "observed_share"),
    *("observed_low", "observed_high"),
]
KINDS = {"pixel": "one pixel", "patch": "2 × 2 pixels"}


def plot_reliability(path, outputs):
    """A panel a model and kind of gap: observed shares with their intervals over the predicted
    ones, the diagonal, and below how many pixels each bin has."""
    table = load_table(path, "tabulate_inpainting", COLUMNS, ["model", "gap", "bin"])
    models = list(dict.fromkeys(table["model"]))
    figure, axes = plt.subplots(
        *(2 * len(GAPS), len(models)),
        figsize=(WIDTH, 2.8),
        height_ratios=[1, 0.35] * len(GAPS),
        sharex=True,
        sharey="row",
        squeeze=False,
    )
    for number, kind in enumerate(GAPS):
        for column, model in enumerate(models):
            rows = table[(table["model"] == model) & (table["gap"] == kind)]
            upper, lower = axes[2 * number : 2 * number + 2, column]
            colour = COLOURS[3] if model in RIVALS else COLOURS[0]
            _diagram(upper, rows, colour)
            lower.bar((rows["bin"] - 0.5) / BINS, rows["pixels"], 0.9 / BINS, color=colour)
            lower.set(yscale="log", ylim=(0.7, None))
            plain_log_ticks(lower.yaxis, steps=(1,))  # powers would be printed too small
        axes[2 * number, 0].set_ylabel(f"{KINDS[kind]}\nshare of ink")
        axes[2 * number + 1, 0].set_ylabel("pixels")
    for panel, model in zip(axes[0], models, strict=True):
        panel.set_title(RIVALS.get(model) or title(model))
    figure.supxlabel("predicted probability of ink", fontsize=8)
    save(figure, outputs)


def _diagram(panel, rows, colour):
    predicted, observed = rows["predicted_share"], rows["observed_share"]
    panel.plot([0, 1], [0, 1], color="0.6", linewidth=0.8, linestyle="-", zorder=0)
    spread = [observed - rows["observed_low"], rows["observed_high"] - observed]
    panel.errorbar(
        predicted, observed, yerr=np.abs(spread), fmt="o", color=colour, markersize=3, linewidth=1
    )
    panel.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
    panel.set(xticklabels=["0", "0.5", "1"], yticklabels=["0", "0.5", "1"])


if __name__ == "__main__":
    with job_log(*snakemake.log):
        plot_reliability(snakemake.input[0], snakemake.output)
