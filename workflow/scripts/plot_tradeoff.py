"""Plot test error against the number of parameters and against the multiplications."""

from rowreader.report.plots import COLOURS, MARKERS, WIDTH, plain_log_ticks, plt, save
from rowreader.report.titles import title
from rowreader.run.files import load_table
from rowreader.run.job import job_log
from rowreader.run.names import WHOLE_IMAGE

COLUMNS = ["model", "test_accuracy_mean", "test_accuracy_std", "parameters", "multiplications"]
AXES = {
    "parameters": "trainable parameters",
    "multiplications": "multiplications by a weight for one image",
}


def plot_tradeoff(summary_path, outputs):
    """One point a model, with the deviation over the seeds: the colour names the kind (LSTM, GRU,
    whole image), the marker the size."""
    summary = load_table(summary_path, "tabulate_results", COLUMNS, key=["model"])
    kinds = [
        "whole image" if name in WHOLE_IMAGE else name.partition("-")[0]
        for name in summary["model"]
    ]
    figure, axes = plt.subplots(1, 2, figsize=(WIDTH, 2), sharey=True)
    drawn = []
    for colour, kind in zip(COLOURS, dict.fromkeys(kinds), strict=False):
        of_kind = summary[[found == kind for found in kinds]]
        for index, (_, row) in enumerate(of_kind.iterrows()):
            for panel, key in zip(axes, AXES, strict=True):
                point = panel.errorbar(
                    row[key],
                    100 * (1 - row["test_accuracy_mean"]),
                    yerr=100 * row["test_accuracy_std"],
                    color=colour,
                    marker=MARKERS[index % len(MARKERS)],
                    markersize=5,
                    markerfacecolor="none",  # those behind are seen
                    elinewidth=0.8,
                    linestyle="none",
                    capsize=1.5,
                    label=title(row["model"]),
                )
            drawn.append(point)
    for panel, label in zip(axes, AXES.values(), strict=True):
        panel.set(xscale="log", xlabel=label)
    axes[0].set(yscale="log", ylabel="test error (%)")
    plain_log_ticks(axes[0].yaxis, (1, 1.5, 2, 3, 5, 7))
    figure.legend(handles=drawn, loc="outside right center", labelspacing=0.3)
    save(figure, outputs)


if __name__ == "__main__":
    with job_log(*snakemake.log):
        plot_tradeoff(snakemake.input[0], snakemake.output)
