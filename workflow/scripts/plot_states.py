"""Plot what the networks hold while they read one digit: states, first and last steps, changes."""

import numpy as np
from rowreader.analysis.decisions import LAST
from rowreader.analysis.ink import aligned_mean, usual_offsets
from rowreader.report.heatmaps import colour_bar, image_panel, mark_ink, state_panel
from rowreader.report.plots import COLOURS, WIDTH, band, letter, plt, save
from rowreader.report.titles import title
from rowreader.run.files import load_arrays
from rowreader.run.job import job_log

KEYS = ["digit_image", "digit_label", "digit_h", "changes", "first_ink", "last_ink"]


def plot_states(gru_paths, lstm_paths, names, shown, outputs):
    """Draw the digit beside the GRU's state and the LSTM's h and c; below them the first and last
    steps of the GRU's state, and the mean change of both states around the first ink.

    Paths: a trace for each seed, of which the one at index `shown` is drawn.
    """
    grus = [load_arrays(path, "trace_states", KEYS) for path in gru_paths]
    lstms = [load_arrays(path, "trace_states", [*KEYS, "digit_c"]) for path in lstm_paths]
    figure = plt.figure(figsize=(WIDTH, 3.0))
    top, bottom = figure.subfigures(2, 1, height_ratios=[1.4, 1])
    upper = _draw_states(top, grus[shown], lstms[shown], names)
    lower = _draw_steps(bottom, grus[shown], title(names[0]))
    _draw_changes(lower[2:], (grus, lstms), names)
    letter([*upper, *lower])
    save(figure, outputs)


def _draw_states(figure, gru, lstm, names):
    axes = figure.subplots(1, 4, sharey=True, width_ratios=[1.75, 1, 1, 1])
    image_panel(axes[0], gru["digit_image"], f"image of a {gru['digit_label']}")
    first, second = map(title, names)
    order = np.argsort(lstm["digit_c"][-1])
    cell = lstm["digit_c"][:, order]
    limit = max(1.0, float(np.abs(cell).max()))
    for panel, states, name, bound in (
        (axes[1], _sorted(gru), f"{first}: $h$", 1.0),
        (axes[2], lstm["digit_h"][:, order], f"{second}: $h$", 1.0),
        (axes[3], cell, f"{second}: $c$", limit),
    ):
        drawn = state_panel(panel, states, name, bound)
        if panel is not axes[1]:  # which shares the bar of its neighbour
            colour_bar(drawn, panel)
        mark_ink(panel, gru["digit_image"])
    return axes


def _draw_steps(figure, gru, name):
    axes = figure.subplots(1, 4, width_ratios=[0.9, 0.9, 1.1, 0.8])
    states = _sorted(gru)
    steps = len(states)
    parts = (states[:LAST], 1), (states[-LAST:], steps - LAST + 1)
    for panel, (part, start) in zip(axes[:2], parts, strict=True):
        limit = float(np.abs(part).max()) or 1.0
        drawn = state_panel(panel, part, f"$h$, rows {start}–{start + LAST - 1}", limit)
        panel.set_yticks(range(LAST), [str(start + row) for row in range(LAST)])
        panel.set_ylabel("row read")
        colour_bar(drawn, panel)
    return axes


def _sorted(gru):
    return gru["digit_h"][:, np.argsort(gru["digit_h"][-1])]


def _draw_changes(panels, traces, names):
    trace = traces[0][0]
    steps = trace["changes"].shape[1]
    places = {
        "first": usual_offsets(trace["first_ink"], steps, 4, 10),
        "last": usual_offsets(trace["last_ink"], steps, 4, 4, share=0.75),
    }
    for panel, (end, offsets) in zip(panels, places.items(), strict=True):
        for index, (name, seeds) in enumerate(zip(names, traces, strict=True)):
            curves = [aligned_mean(seed["changes"], trace[f"{end}_ink"], offsets) for seed in seeds]
            band(panel, offsets, curves, title(name), COLOURS[3 * index], ["-", "--"][index])
        panel.axvline(0, color=COLOURS[6], lw=0.6, ls=":")
        panel.xaxis.set_major_locator(plt.MaxNLocator(4, integer=True))
        panel.set(title=f"{end} ink", xlabel="rows since it")
    top = 1.35 * max(panel.get_ylim()[1] for panel in panels)
    for panel in panels:
        panel.set_ylim(0, top)
    panels[0].set_ylabel("change of $h$")
    panels[0].legend(loc="upper right")
    panels[1].tick_params(labelleft=False)


if __name__ == "__main__":
    with job_log(*snakemake.log):
        plot_states(
            snakemake.input.gru,
            snakemake.input.lstm,
            snakemake.params.names,
            snakemake.params.shown,
            snakemake.output,
        )
