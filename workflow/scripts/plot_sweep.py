"""Plot the error of the sweep by each setting that it varies."""

import math

from rowreader.cells import CELLS
from rowreader.report.plots import COLOURS, DASHES, MARKERS, WIDTH, plain_log_ticks, plt, save
from rowreader.run.files import load_table
from rowreader.run.job import job_log

LABELS = {
    "cell": "cell",
    "layers": "layers",
    "units": "units",
    "threshold": "threshold of ink",
    "learning_rate": "learning rate",
    "batch_size": "batch size",
    "dropout": "dropout rate",
}
COLUMNS = 3


def plot_sweep(summary_path, outputs):
    """A panel a setting with several values: each point's validation and test error, means over
    the seeds, and the mean over the other settings."""
    columns = [*LABELS, "validation_accuracy_mean", "test_accuracy_mean"]
    summary = load_table(summary_path, "tabulate_sweep", columns)
    varied = [key for key in LABELS if summary[key].nunique() > 1] or ["units"]
    rows = math.ceil(len(varied) / COLUMNS)
    width = min(len(varied), COLUMNS)
    figure, axes = plt.subplots(
        rows, width, figsize=(WIDTH * max(width, 2) / 3, 2.3 * rows), sharey=True, squeeze=False
    )
    for panel, key in zip(axes.flat, varied, strict=False):
        values = sorted(summary[key].unique())
        places = summary[key].map(values.index)
        for index, part in enumerate(["validation", "test"]):
            error = 100 * (1 - summary[f"{part}_accuracy_mean"])
            shift = 0.2 * (index - 0.5)
            panel.scatter(
                places + shift, error, s=8, alpha=0.5, color=COLOURS[index], marker=MARKERS[index]
            )
            means = error.groupby(places).mean()
            panel.plot(
                means.index + shift,
                means,
                color=COLOURS[index],
                linestyle=DASHES[index],
                label=part,
            )
        panel.set_xticks(range(len(values)), [_tick(value) for value in values])
        panel.set_xlabel(LABELS[key])
        panel.margins(x=0.15)
    for panel in axes.flat[len(varied) :]:
        panel.set_axis_off()
    axes[0, 0].set_yscale("log")
    plain_log_ticks(axes[0, 0].yaxis)
    for panel in axes[:, 0]:
        panel.set_ylabel("error, 100 − accuracy (%)")
    axes[0, 0].legend()
    save(figure, outputs)


def _tick(value):
    return CELLS[value].title if isinstance(value, str) else f"{value:g}"


if __name__ == "__main__":
    with job_log(*snakemake.log):
        plot_sweep(snakemake.input[0], snakemake.output)
