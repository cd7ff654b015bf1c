"""Plot the differences between the row readers with their intervals: a forest plot."""

from rowreader.analysis.intervals import verdict
from rowreader.report.plots import COLOURS, WIDTH, plt, save
from rowreader.report.titles import HEADINGS, headed, title
from rowreader.run.files import load_table
from rowreader.run.job import job_log

COLUMNS = ["kind", "first", "second", "difference", "low", "high"]


def plot_comparisons(comparisons_path, outputs):
    """One line a pair, under the heading of its kind; filled where the interval leaves out zero."""
    table = load_table(comparisons_path, "compare_networks", COLUMNS)
    groups = [
        (colour, heading, rows)
        for colour, kind in zip(COLOURS, HEADINGS, strict=False)
        for heading, rows in headed(table, kind).items()
    ]
    lines = sum(1 + len(rows) for _, _, rows in groups)
    figure, axes = plt.subplots(figsize=(WIDTH, 0.5 + 0.15 * lines))
    axes.axvline(0, color="0.6", linewidth=0.8, linestyle="-", zorder=0)
    labels, heading_places = [], []
    for colour, heading, rows in groups:
        heading_places.append(len(labels))
        labels.append(heading)
        for row in rows.itertuples():
            mean, low, high = (100 * value for value in (row.difference, row.low, row.high))
            axes.errorbar(
                mean,
                len(labels),
                xerr=[[mean - low], [high - mean]],
                color=colour,
                marker="o",
                markersize=4,
                markerfacecolor=colour if verdict(low, high) else "white",
                capsize=2,
            )
            axes.text(
                1.02,
                len(labels),
                f"{mean:+.2f} [{low:+.2f}, {high:+.2f}]".replace("-", "−"),
                transform=axes.get_yaxis_transform(),
                va="center",
                fontsize=7,
            )
            labels.append(f"{title(row.first)} − {title(row.second)}")
    axes.set(
        yticks=range(len(labels)),
        yticklabels=labels,
        ylim=(lines - 0.5, -0.5),
        xlabel="difference of test accuracy (percentage points)",
    )
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    for place in heading_places:
        axes.get_yticklabels()[place].set(fontweight="bold", fontsize=6.5)
    save(figure, outputs)


if __name__ == "__main__":
    with job_log(*snakemake.log):
        plot_comparisons(snakemake.input[0], snakemake.output)
