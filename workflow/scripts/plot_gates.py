"""Plot the gates of an LSTM: over one digit, by digit over the test set, and saturated shares."""

import numpy as np
from rowreader.report.heatmaps import gate_panel, image_panel
from rowreader.report.plots import COLOURS, WIDTH, plt, save
from rowreader.run.errors import job_log
from rowreader.run.files import load_arrays

GATES = {"i": "input gate i", "f": "forget gate f", "o": "output gate o"}


def plot_gates(path, gates_outputs, averages_outputs):
    """Draw the gates while one digit is read; then each gate's mean by digit, and its shares
    below 0.1 and above 0.9."""
    kinds = ["mean", "low", "high"]
    keys = [f"{gate}_{kind}" for gate in GATES for kind in kinds]
    arrays = load_arrays(
        path, "trace_states", ["digit_image", *(f"digit_{gate}" for gate in GATES), *keys]
    )
    _plot_gates(arrays, gates_outputs)
    _plot_averages(arrays, averages_outputs)


def _plot_gates(arrays, outputs):
    figure, axes = plt.subplots(1, 4, figsize=(WIDTH, 2.1), sharey=True)
    image_panel(axes[0], arrays["digit_image"])
    for panel, (gate, name) in zip(axes[1:], GATES.items(), strict=True):
        drawn = gate_panel(panel, arrays[f"digit_{gate}"], name)
    figure.colorbar(drawn, ax=axes[3], fraction=0.08)
    save(figure, outputs)


def _plot_averages(arrays, outputs):
    figure, axes = plt.subplots(2, 3, figsize=(WIDTH, 2.9), sharex=True, sharey="row")
    steps = np.arange(1, len(arrays["i_low"]) + 1)
    shades = plt.get_cmap("viridis")(np.linspace(0, 0.9, 10))
    for column, (gate, name) in enumerate(GATES.items()):
        for digit, mean in enumerate(arrays[f"{gate}_mean"]):
            style = ["-", "--"][digit % 2]
            axes[0, column].plot(
                steps, mean, color=shades[digit], linestyle=style, lw=0.9, label=str(digit)
            )
        axes[0, column].set(title=name)
        for index, (kind, label) in enumerate((("low", "below 0.1"), ("high", "above 0.9"))):
            axes[1, column].plot(
                steps,
                arrays[f"{gate}_{kind}"],
                color=COLOURS[3 * index],
                linestyle=["-", "--"][index],
                label=label,
            )
        axes[1, column].set(xlabel="row read")
    axes[0, 0].set_ylabel("mean, by digit")
    axes[1, 0].set_ylabel("share of the values")
    axes[0, 2].legend(title="digit", ncols=1, loc="center left", bbox_to_anchor=(1, 0.5))
    axes[1, 2].legend(loc="center left", bbox_to_anchor=(1, 0.5))
    save(figure, outputs)


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
        plot_gates(snakemake.input[0], snakemake.output[:2], snakemake.output[2:])
