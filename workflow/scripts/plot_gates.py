"""Plot the gates of an LSTM over one digit; its and a GRU's around the ink, and by digit."""

import numpy as np
from rowreader.analysis.ink import aligned, aligned_mean, usual_offsets
from rowreader.analysis.states import GATES
from rowreader.cells import CELLS
from rowreader.report.heatmaps import colour_bar, gate_panel, image_panel, mark_ink, state_panel
from rowreader.report.plots import COLOURS, DASHES, DIVERGING, WIDTH, band, letter, plt, save
from rowreader.report.titles import title
from rowreader.run.files import load_arrays
from rowreader.run.job import job_log
from rowreader.run.names import parse_model

NAMES = {gate: f"{word} ${gate}$" for gate, word in CELLS["lstm"].gates.items()}
LSTM = ["digit_image", "digit_label", "digit_c", *(f"digit_{gate}" for gate in NAMES)]
STYLES = [*DASHES[:4], (0, (6, 1, 1, 1, 1, 1))]
IMAGES = ["labels", "first_ink", "last_ink"]


def plot_gates(lstm_paths, gru_paths, names, shown, forget_bias, gates_outputs, averages_outputs):
    """Draw gates and cell while one digit is read; then the means of all gates by row and counted
    from the ink, and by digit.

    Paths: a trace for each seed, of which the one at index `shown` is drawn where one is.
    forget_bias: where the bias of the LSTM's forget gate starts.
    """
    lstms, grus = (
        [
            load_arrays(
                path, "trace_states", [*keys, *(f"{gate}_by_image" for gate in GATES[cell])]
            )
            for path in paths
        ]
        for paths, cell, keys in (
            (lstm_paths, "lstm", LSTM + IMAGES),
            (gru_paths, "gru", IMAGES),
        )
    )
    _plot_digit(lstms[shown], gates_outputs)
    _plot_averages(lstms, grus, names, shown, forget_bias, averages_outputs)


def _plot_digit(trace, outputs):
    figure, axes = plt.subplots(
        1, 5, figsize=(WIDTH, 2.1), sharey=True, width_ratios=[1.8, 1, 1, 1.15, 1.15]
    )
    order = np.argsort(trace["digit_c"][-1])
    image_panel(axes[0], trace["digit_image"], f"image of a {trace['digit_label']}")
    for panel, (gate, name) in zip(axes[1:4], NAMES.items(), strict=True):
        drawn = gate_panel(panel, trace[f"digit_{gate}"][:, order], name)
    colour_bar(drawn, axes[3], ticks=[0, 0.5, 1])
    cell = trace["digit_c"][:, order]
    limit = max(1.0, float(np.abs(cell).max()))
    colour_bar(state_panel(axes[4], cell, "cell $c$", limit), axes[4])
    for panel in axes[1:]:
        mark_ink(panel, trace["digit_image"])
    letter(axes)
    save(figure, outputs)


def _plot_averages(lstms, grus, names, shown, forget_bias, outputs):
    figure = plt.figure(figsize=(WIDTH, 4.2))
    top, bottom = figure.subfigures(2, 1, height_ratios=[1.05, 1])
    upper = top.subplots(1, 3, sharey=True, width_ratios=[1.4, 1, 0.8])
    lower = bottom.subplots(1, 3, sharey=True)
    _draw_means(upper, (lstms, grus), names, forget_bias)
    handles, labels = upper[0].get_legend_handles_labels()
    top.legend(
        handles, labels, loc="outside upper center", ncols=6, columnspacing=1, handlelength=2.2
    )
    _draw_digits(lower, lstms[shown])
    letter([*upper, *lower])
    save(figure, outputs)


def _draw_means(axes, traces, names, forget_bias):
    first_ink, last_ink = traces[0][0]["first_ink"], traces[0][0]["last_ink"]
    steps = traces[0][0]["i_by_image"].shape[1]
    from_first = usual_offsets(first_ink, steps, 4, 10)
    from_last = usual_offsets(last_ink, steps, 5, 4, share=0.75)
    looks = iter(zip(COLOURS, STYLES, strict=False))
    for seeds, name in zip(traces, names, strict=True):
        for gate in GATES[parse_model(name)[0]]:
            values = [seed[f"{gate}_by_image"] for seed in seeds]
            look = dict(zip(("colour", "style"), next(looks), strict=True))
            label = f"{title(name)}: ${gate}$"
            rows = np.arange(1, steps + 1)
            band(axes[0], rows, [one.mean(0) for one in values], label, **look)
            for panel, ink, offsets in (
                (axes[1], first_ink, from_first),
                (axes[2], last_ink, from_last),
            ):
                curves = [aligned_mean(one, ink, offsets) for one in values]
                band(panel, offsets, curves, label, **look)
    for bias in sorted({0, forget_bias}):
        level = 1 / (1 + np.exp(-bias))
        for panel in axes:
            panel.axhline(level, color=COLOURS[6], lw=0.6, ls=":")
    axes[0].set(title="mean gate by row", xlabel="rows read", ylabel="mean gate")
    axes[1].set(title="from the first ink", xlabel="rows since the first ink")
    axes[2].set(title="from the last ink", xlabel="rows since the last ink")
    for panel in axes[1:]:
        panel.axvline(0, color=COLOURS[6], lw=0.6, ls=":")
        panel.xaxis.set_major_locator(plt.MaxNLocator(5, integer=True))


def _draw_digits(axes, trace):
    """Deviation of each digit's mean gate from the mean of all images, from the first ink on."""
    first_ink = trace["first_ink"]
    offsets = usual_offsets(first_ink, trace["i_by_image"].shape[1], 0, 18)
    deviations = {}
    for gate in NAMES:
        values, inside = aligned(trace[f"{gate}_by_image"], first_ink, offsets)
        labels = trace["labels"][inside]
        means = [values[labels == digit].mean(0) for digit in np.unique(labels)]
        deviations[gate] = np.array(means) - values.mean(0)
    limit = max(float(np.abs(part).max()) for part in deviations.values()) or 1.0
    for panel, (gate, name) in zip(axes, NAMES.items(), strict=True):
        drawn = panel.imshow(
            deviations[gate],
            cmap=DIVERGING,
            vmin=-limit,
            vmax=limit,
            aspect="auto",
            extent=(offsets[0] - 0.5, offsets[-1] + 0.5, len(deviations[gate]) - 0.5, -0.5),
        )
        panel.set(title=f"digits, {name}", xlabel="rows since the first ink")
    axes[0].set_yticks(range(len(np.unique(labels))), map(str, np.unique(labels)))
    axes[0].tick_params(axis="y", labelsize=6)
    axes[0].set_ylabel("digit")
    colour_bar(drawn, axes[2]).set_label("deviation")


if __name__ == "__main__":
    with job_log(*snakemake.log):
        plot_gates(
            snakemake.input.lstm,
            snakemake.input.gru,
            snakemake.params.names,
            snakemake.params.shown,
            snakemake.params.forget_bias,
            snakemake.output.gates,
            snakemake.output.averages,
        )
