"""Plot the predictions of the last five steps, and when the decision is made."""

import math

import numpy as np
from rowreader.analysis import decisions
from rowreader.analysis.decisions import LAST
from rowreader.analysis.ink import aligned_mean, usual_offsets
from rowreader.data.images import CLASSES
from rowreader.report.heatmaps import colour_bar, image_panel
from rowreader.report.plots import (
    COLOURS,
    SEQUENTIAL,
    WIDTH,
    band,
    letter,
    plain_log_ticks,
    plt,
    save,
)
from rowreader.run.files import load_arrays
from rowreader.run.job import job_log
from scipy.special import softmax

KINDS = ["decided early", "decided at the median", "decided late", "mistaken"]
EXAMPLES = ["labels", "examples", "example_images", "example_logits", "predictions"]
CURVES = ["last_ink", "cut", "cut_predictions", "probe_predictions", "loss", "probe_loss"]
READERS = {"predictions": ("head", "-"), "probe_predictions": ("linear probe", "--")}


def plot_decisions(paths, shown, readout_outputs, decision_outputs):
    """Draw each example beside its probabilities over the last five steps; then accuracy and
    cross-entropy of head and probe, what the head calls the images, and the decision rows by digit.

    paths: a trace for each seed, of which the one at index `shown` is drawn where one is.
    """
    traces = [load_arrays(path, "trace_states", EXAMPLES + CURVES) for path in paths]
    _plot_readout(traces[shown], readout_outputs)
    _plot_decisions(traces, shown, decision_outputs)


def _plot_readout(trace, outputs):
    probabilities = softmax(trace["example_logits"].astype(np.float64), axis=-1)
    steps = probabilities.shape[1]
    figure, axes = plt.subplots(2, 4, figsize=(WIDTH, 2.1), height_ratios=[1.2, 1])
    for column, kind in enumerate(KINDS):
        index = trace["examples"][column]
        label = int(trace["labels"][index])
        row = decisions.decision_rows(trace["predictions"][[index]])[0]
        if kind == "mistaken" and trace["predictions"][index, -1] == label:
            kind = "least confident"  # no image is mistaken
        said = f"{kind}:\na {label}, final at row {row}"
        image_panel(axes[0, column], trace["example_images"][column], said)
        axes[0, column].set(xlabel="", ylabel="row" if column == 0 else "")
        axes[0, column].axhspan(steps - LAST - 0.5, steps - 0.5, color=COLOURS[5], alpha=0.25, lw=0)
        drawn = _probabilities(axes[1, column], probabilities[column, -LAST:], label)
        axes[1, column].set_yticks(range(LAST), map(str, range(steps - LAST + 1, steps + 1)))
        axes[1, column].set(xlabel="digit", ylabel="row read" if column == 0 else "")
    colour_bar(drawn, axes[1, 3])
    save(figure, outputs)


def _probabilities(panel, shown, label):
    """Probabilities (rows, classes); beside each row its prediction, and the label in orange."""
    drawn = panel.imshow(shown, cmap=SEQUENTIAL, vmin=0, vmax=1, aspect="auto")
    for row, step in enumerate(shown):
        best = step.argmax()
        colour = COLOURS[3] if best == label else "black"
        share = f"{100 * step[best]:.0f} %" if step[best] < 0.995 else "> 99 %"
        said = f"{best}: {share}"
        panel.text(CLASSES - 0.2, row, said, color=colour, va="center", fontsize=6.5)
    panel.set_xticks(range(CLASSES))
    panel.tick_params(axis="x", labelsize=6)
    panel.get_xticklabels()[label].set(color=COLOURS[3], fontweight="bold")
    return drawn


def _plot_decisions(traces, shown, outputs):
    figure = plt.figure(figsize=(WIDTH, 3.0))
    top, bottom = figure.subfigures(2, 1)
    upper = top.subplots(1, 3)
    lower = bottom.subplots(1, 2, width_ratios=[1.25, 1])
    _accuracy(upper[0], traces)
    _since_ink(upper[1], traces)
    _cross_entropy(upper[2], traces)
    handles, labels = upper[0].get_legend_handles_labels()
    top.legend(handles, labels, loc="outside upper center", ncols=4)
    _called(lower[0], traces[shown])
    _by_digit(lower[1], traces)
    letter([*upper, *lower])
    save(figure, outputs)


def _accuracy(panel, traces):
    steps = traces[0]["predictions"].shape[1]
    rows = np.arange(1, steps + 1)
    for index, (key, (name, style)) in enumerate(READERS.items()):
        curves = [decisions.accuracies(trace[key], trace["labels"]) for trace in traces]
        band(panel, rows, curves, name, COLOURS[3 * index], style)
    cut = int(traces[0]["cut"])
    curves = [decisions.accuracies(trace["cut_predictions"], trace["labels"]) for trace in traces]
    name = f"head, rows after {cut} blanked"
    band(panel, rows[cut - 1 :], np.array(curves)[:, cut - 1 :], name, COLOURS[2], "-.")
    _chance(panel, traces[0]["labels"])
    panel.axvspan(steps - LAST + 0.5, steps + 0.5, color=COLOURS[5], alpha=0.25, lw=0)
    panel.set(title="accuracy by row", xlabel="rows read", xlim=(1, steps + 0.5), ylim=(0, 1.02))


def _since_ink(panel, traces):
    last_ink = traces[0]["last_ink"]
    steps = traces[0]["predictions"].shape[1]
    offsets = usual_offsets(last_ink, steps, 10, 4, share=0.75)
    for index, (key, (name, style)) in enumerate(READERS.items()):
        curves = [
            aligned_mean((t[key] == t["labels"][:, None]).astype(float), last_ink, offsets)
            for t in traces
        ]
        band(panel, offsets, curves, name, COLOURS[3 * index], style)
    _chance(panel, traces[0]["labels"])
    panel.axvline(0, color=COLOURS[6], lw=0.6, ls=":")
    panel.xaxis.set_major_locator(plt.MaxNLocator(5, integer=True))
    panel.set(title="accuracy from the ink's end", xlabel="rows since the last ink", ylim=(0, 1.02))


def _chance(panel, labels):
    """What a reader has that always names the most frequent digit."""
    level = np.bincount(labels).max() / len(labels)
    panel.axhline(level, color=COLOURS[6], lw=0.8, ls=":", label="chance")


def _cross_entropy(panel, traces):
    rows = np.arange(1, traces[0]["predictions"].shape[1] + 1)
    for index, (key, name) in enumerate((("loss", "head"), ("probe_loss", "linear probe"))):
        curves = [trace[key] for trace in traces]
        band(panel, rows, curves, name, COLOURS[3 * index], ["-", "--"][index])
    panel.axhline(math.log(CLASSES), color=COLOURS[6], lw=0.8, ls=":")
    panel.axvspan(len(rows) - LAST + 0.5, len(rows) + 0.5, color=COLOURS[5], alpha=0.25, lw=0)
    panel.set(title="cross-entropy (nats)", xlabel="rows read", yscale="log")
    panel.set_xlim(1, len(rows) + 0.5)
    plain_log_ticks(panel.yaxis, (1, 3))


def _called(panel, trace):
    shares = decisions.predicted_shares(trace["predictions"])
    steps = shares.shape[1]
    drawn = panel.imshow(
        shares, cmap=SEQUENTIAL, vmin=0, vmax=1, aspect="auto", extent=(0.5, steps + 0.5, 9.5, -0.5)
    )
    panel.set(
        title="share of images that the head calls each digit", xlabel="rows read", ylabel="digit"
    )
    panel.set_yticks(range(CLASSES))
    panel.tick_params(axis="y", labelsize=6)
    colour_bar(drawn, panel)


def _by_digit(panel, traces):
    labels = traces[0]["labels"]
    for index, (key, (name, _)) in enumerate(READERS.items()):
        rows = np.concatenate([decisions.decision_rows(trace[key]) for trace in traces])
        digits = [rows[np.tile(labels, len(traces)) == digit] for digit in range(CLASSES)]
        digits = [part if len(part) else np.array([np.nan]) for part in digits]
        low, middle, high = np.array([np.quantile(part, (0.25, 0.5, 0.75)) for part in digits]).T
        places = np.arange(CLASSES) + 0.15 * (2 * index - 1)
        panel.errorbar(
            places,
            middle,
            yerr=(middle - low, high - middle),
            fmt=["o", "s"][index],
            color=COLOURS[3 * index],
            ms=3,
            lw=1,
            label=name,
        )
    panel.set_xticks(range(CLASSES))
    panel.set(title="row of the decision", xlabel="digit", ylabel="row", ylim=(1, None))


if __name__ == "__main__":
    with job_log(*snakemake.log):
        plot_decisions(
            snakemake.input,
            snakemake.params.shown,
            snakemake.output.readout,
            snakemake.output.decisions,
        )
