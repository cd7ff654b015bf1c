"""Plot what the predictors' own samples cost them against what the true pixels do."""

import numpy as np
from rowreader.report.plots import COLOURS, MARKERS, WIDTH, plt, save
from rowreader.report.titles import title
from rowreader.run.files import load_table
from rowreader.run.job import job_log

ENDS = ["truth", "truth_error", "samples", "samples_error", "excess", "excess_low", "excess_high"]
COLUMNS = ["model", "length", *ENDS[4:], *(f"{key}_per_pixel" for key in ENDS[:4])]
APART = 0.7  # the width of the networks beside each other at a length


def plot_sample_entropy(path, outputs):
    """Left: nats per pixel of truth and samples by length, with standard errors. Right: the truth's
    excess over the samples with its interval, of the whole length; a panel a length, since each
    has a scale of its own."""
    table = load_table(path, "tabulate_completions", COLUMNS, ["model", "length"])
    models, lengths = list(dict.fromkeys(table["model"])), sorted(set(table["length"]))
    figure, (both, *panels) = plt.subplots(
        *(1, 1 + len(lengths)),
        figsize=(WIDTH, 1.9),
        width_ratios=[len(lengths)] + len(lengths) * [1],
    )
    for number, model in enumerate(models):
        rows = table[table["model"] == model].set_index("length").loc[lengths]
        colour, marker = COLOURS[number % len(COLOURS)], MARKERS[number % len(MARKERS)]
        places = np.arange(len(lengths)) + APART * ((number + 0.5) / len(models) - 0.5)
        nudge = APART / len(models) / 5
        for key, face, side in (("truth", colour, -1), ("samples", "white", 1)):
            both.errorbar(
                places + side * nudge,
                rows[f"{key}_per_pixel"],
                yerr=rows[f"{key}_error_per_pixel"],
                fmt=marker,
                color=colour,
                markerfacecolor=face,
                markersize=4,
                linewidth=1,
            )
        for panel, (_, row) in zip(panels, rows.iterrows(), strict=True):
            mean, low, high = (row[f"excess{end}"] for end in ("", "_low", "_high"))
            panel.errorbar(
                number, mean, yerr=[[mean - low], [high - mean]], fmt=marker, color=colour,
                markersize=4, linewidth=1, label=title(model) if panel is panels[0] else None,
            )  # fmt: skip
    for face, said in (("0.3", "truth"), ("white", "samples")):
        both.plot([], [], "o", color="0.3", markersize=4, markerfacecolor=face, label=said)
    for panel, length in zip(panels, lengths, strict=True):
        panel.axhline(0, color="0.6", linewidth=0.8, linestyle="-", zorder=0)
        panel.set(xticks=[], xlabel=f"{length}", xlim=(-0.6, len(models) - 0.4))
    both.set(title="(a) truth and samples", ylabel="nats per pixel")
    both.set_ylim(0, 1.1 * both.get_ylim()[1])
    panels[0].set_ylabel("nats")
    # Over all panels: of no width to the layout, which would make room for it in the first.
    panels[0].set_title("(b) truth minus samples", loc="left").set_in_layout(False)
    both.set(xticks=range(len(lengths)), xticklabels=lengths, xlabel="pixels completed")
    figure.legend(loc="outside upper center", ncols=len(models) + 2)
    save(figure, outputs)


if __name__ == "__main__":
    with job_log(*snakemake.log):
        plot_sample_entropy(snakemake.input[0], snakemake.output)
