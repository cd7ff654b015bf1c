"""Plot test accuracy against the number of parameters and against the multiplications."""

from rowreader.cells import CELLS
from rowreader.report.plots import COLOURS, MARKERS, WIDTH, plain_log_ticks, plt, save
from rowreader.report.titles import title
from rowreader.run.errors import job_log
from rowreader.run.files import load_table
from rowreader.run.names import WHOLE_IMAGE

COLUMNS = ["model", "test_accuracy_mean", "test_accuracy_std", "parameters", "multiplications"]
LABELS = {"linear": "linear", "dense-32": "32", "dense-2x32": "32+32", "convolutional": "conv"}
OFFSETS = [(5, -9), (-5, 5), (5, 4)]  # of the labels, by kind: apart where points are close
AXES = {
    "parameters": "trainable parameters",
    "multiplications": "multiplications by a weight for one image",
}


def plot_tradeoff(summary_path, outputs):
    """One point a model, with the deviation over the seeds; colour and marker name the kind."""
    summary = load_table(summary_path, "tabulate_results", COLUMNS, key=["model"])
    kinds = summary["model"].where(
        summary["model"].isin(WHOLE_IMAGE), summary["model"].str.partition("-")[0]
    )
    kinds = kinds.map(lambda kind: "whole image" if kind in WHOLE_IMAGE else CELLS[kind].title)
    figure, axes = plt.subplots(1, 2, figsize=(WIDTH, 2.5), sharey=True)
    for panel, (key, label) in zip(axes, AXES.items(), strict=True):
        for index, kind in enumerate(dict.fromkeys(kinds)):
            rows = summary[kinds == kind]
            panel.errorbar(
                rows[key],
                100 * (1 - rows["test_accuracy_mean"]),
                yerr=100 * rows["test_accuracy_std"].fillna(0),
                color=COLOURS[index],
                marker=MARKERS[index],
                linestyle="none",
                capsize=2,
                label=kind,
            )
            for _, row in rows.iterrows():
                name = row["model"]
                panel.annotate(
                    LABELS.get(name) or title(name).partition(" ")[2],
                    (row[key], 100 * (1 - row["test_accuracy_mean"])),
                    xytext=OFFSETS[index],
                    textcoords="offset points",
                    ha="right" if OFFSETS[index][0] < 0 else "left",
                    fontsize=6,
                    color=COLOURS[index],
                )
        panel.set(xscale="log", xlabel=label)
        panel.margins(x=0.2)
    axes[0].set(yscale="log", ylabel="test error, 100 − accuracy (%)")
    plain_log_ticks(axes[0].yaxis)
    axes[0].legend()
    save(figure, outputs)


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
        plot_tradeoff(snakemake.input[0], snakemake.output)
