"""Plot the predictions of the last five steps, and when the decision is made."""

import numpy as np
from rowreader.report.heatmaps import image_panel
from rowreader.report.plots import COLOURS, SEQUENTIAL, WIDTH, plain_log_ticks, plt, save
from rowreader.run.errors import job_log
from rowreader.run.files import load_arrays
from scipy.special import softmax

LAST = 5
KINDS = ["decided early", "decided at the median", "decided late", "mistaken"]
KEYS = ["logits", "labels", "examples", "example_images", "decision_rows"]
CURVES = ["head_accuracy", "probe_accuracy", "head_loss", "probe_loss"]


def plot_decisions(path, readout_outputs, decision_outputs):
    """Draw each example beside its probabilities over the last five steps; then accuracy and
    cross-entropy by rows read, of the head and of the probe, and the decision rows by digit."""
    arrays = load_arrays(path, "trace_states", [*KEYS, *CURVES])
    _plot_readout(arrays, readout_outputs)
    _plot_decisions(arrays, decision_outputs)


def _plot_readout(arrays, outputs):
    probabilities = softmax(arrays["logits"][arrays["examples"]].astype(np.float64), axis=-1)
    steps = probabilities.shape[1]
    figure, axes = plt.subplots(2, 4, figsize=(WIDTH, 3.1), height_ratios=[1.3, 1])
    for column, kind in enumerate(KINDS):
        index = arrays["examples"][column]
        label, rows = arrays["labels"][index], arrays["decision_rows"][index]
        image_panel(
            axes[0, column], arrays["example_images"][column], f"{kind}\na {label}, row {rows}"
        )
        axes[0, column].set(xlabel="", ylabel="row" if column == 0 else "")
        axes[0, column].axhline(steps - LAST - 0.5, color=COLOURS[3], lw=0.8, ls="-")
        panel, shown = axes[1, column], probabilities[column, -LAST:]
        panel.imshow(shown, cmap=SEQUENTIAL, vmin=0, vmax=1, aspect="auto")
        for row, step in enumerate(shown):
            best = step.argmax()
            colour = "black" if step[best] > 0.6 else "white"
            panel.text(
                best,
                row,
                f"{100 * step[best]:.0f}",
                color=colour,
                ha="center",
                va="center",
                fontsize=5,
            )
        panel.set_xticks(range(10))
        panel.set_yticks(range(LAST), [str(steps - LAST + 1 + row) for row in range(LAST)])
        panel.set(xlabel="digit", ylabel="row read" if column == 0 else "")
    save(figure, outputs)


def _plot_decisions(arrays, outputs):
    steps = np.arange(1, arrays["logits"].shape[1] + 1)
    figure, axes = plt.subplots(1, 3, figsize=(WIDTH, 2.2), width_ratios=[1, 1, 1.15])
    for panel, key, label in (
        (axes[0], "accuracy", "accuracy"),
        (axes[1], "loss", "cross-entropy (nats)"),
    ):
        for index, reader in enumerate(("head", "probe")):
            panel.plot(
                steps,
                arrays[f"{reader}_{key}"],
                color=COLOURS[3 * index],
                linestyle=["-", "--"][index],
                label={"head": "classification head", "probe": "linear probe"}[reader],
            )
        panel.set(xlabel="rows read", ylabel=label)
    axes[1].set(yscale="log")
    plain_log_ticks(axes[1].yaxis)
    axes[0].legend()
    digits = [arrays["decision_rows"][arrays["labels"] == digit] for digit in range(10)]
    axes[2].boxplot(
        digits,
        tick_labels=range(10),
        whis=(5, 95),
        showfliers=False,
        medianprops={"color": COLOURS[3], "linestyle": "-"},
        boxprops={"linestyle": "-"},
        whiskerprops={"linestyle": "-"},
        capprops={"linestyle": "-"},
    )
    axes[2].set(xlabel="digit", ylabel="row of the decision")
    save(figure, outputs)


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
        plot_decisions(snakemake.input[0], snakemake.output[:2], snakemake.output[2:])
