"""Plot what the networks hold while they read one digit: states, first steps, changes."""

import numpy as np
from rowreader.report.heatmaps import image_panel, state_panel
from rowreader.report.plots import COLOURS, WIDTH, plt, save
from rowreader.report.titles import title
from rowreader.run.errors import job_log
from rowreader.run.files import load_arrays

KEYS = ["digit_image", "digit_h", "state_changes"]
FIRST = 5  # steps enlarged


def plot_states(gru_path, lstm_path, names, states_outputs, steps_outputs):
    """Draw the digit beside the GRU's state and the LSTM's h and c; then the first and last five
    steps of the GRU's state and the mean change of the state at each step."""
    gru = load_arrays(gru_path, "trace_states", KEYS)
    lstm = load_arrays(lstm_path, "trace_states", [*KEYS, "digit_c"])
    _plot_states(gru, lstm, names, states_outputs)
    _plot_steps(gru, lstm, names, steps_outputs)


def _plot_states(gru, lstm, names, outputs):
    figure, axes = plt.subplots(
        1, 4, figsize=(WIDTH, 2.4), sharey=True, width_ratios=[1, 1.2, 1.2, 1.2]
    )
    image_panel(axes[0], gru["digit_image"])
    state_panel(axes[1], gru["digit_h"], f"{title(names[0])}: output = h")
    drawn = state_panel(axes[2], lstm["digit_h"], f"{title(names[1])}: h")
    cell = lstm["digit_c"]
    limit = max(1.0, float(np.abs(cell).max()))
    bounded = state_panel(axes[3], cell, f"{title(names[1])}: c", limit)
    figure.colorbar(drawn, ax=axes[2], fraction=0.08)
    figure.colorbar(bounded, ax=axes[3], fraction=0.08)
    save(figure, outputs)


def _plot_steps(gru, lstm, names, outputs):
    figure, axes = plt.subplots(1, 3, figsize=(WIDTH, 1.9), width_ratios=[1, 1, 1.2])
    hidden = gru["digit_h"]
    steps = len(hidden)
    for panel, part, first in ((axes[0], hidden[:FIRST], 1), (axes[1], hidden[-FIRST:], steps - 4)):
        drawn = state_panel(panel, part, f"{title(names[0])}: h")
        panel.set_yticks(range(FIRST), [str(first + row) for row in range(FIRST)])
    axes[0].set_ylabel("row read")
    figure.colorbar(drawn, ax=axes[1], fraction=0.08)
    for index, (name, arrays) in enumerate(zip(names, (gru, lstm), strict=True)):
        axes[2].plot(
            np.arange(1, steps + 1),
            arrays["state_changes"],
            color=COLOURS[3 * index],
            linestyle=["-", "--"][index],
            label=title(name),
        )
    axes[2].set(xlabel="row read", ylabel="mean $|h_t - h_{t-1}|$", ylim=(0, None))
    axes[2].legend()
    save(figure, outputs)


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
        plot_states(
            snakemake.input.gru,
            snakemake.input.lstm,
            snakemake.params.names,
            snakemake.output[:2],
            snakemake.output[2:],
        )
