"""Compute every number that the answer to question 1 uses, and draw its figure."""

import numpy as np
import pandas
from rowreader.analysis import containment, theory
from rowreader.report.plots import COLOURS, DASHES, WIDTH, plt, save
from rowreader.run.files import save_table
from rowreader.run.job import job_log


def demonstrate_theory(table, figure_paths):
    """Write the table (name, value) and the figure: leaking gates and the counter-example."""
    numbers = theory.demonstrations()
    save_table(table, pandas.DataFrame({"name": numbers.keys(), "value": numbers.values()}))
    figure, (left, right) = plt.subplots(1, 2, figsize=(WIDTH, 1.65))
    _plot_leaks(left)
    _plot_reach(right)
    save(figure, figure_paths)


def _plot_leaks(axes):
    biases, shares = theory.leak_curves()
    steps = shares.shape[1] - 1
    for index, (bias, share) in enumerate(zip(biases, shares, strict=True)):
        axes.plot(share, color=COLOURS[index], linestyle=DASHES[index])
        # The label stands at the curve's end, or beside it where its neighbours are far.
        at = steps if share[-1] > 0.5 else int(np.argmax(share < 0.15 * bias))
        _label(axes, f"{bias:g} ({share[1]:.3g})", (at, share[at]), (6, 1))
    axes.set(xlabel="step $T$", xlim=(0, steps), xticks=[0, 7, 14, 21, 28], ylim=(0, 1.05))
    axes.set(
        ylabel="share left",
        title=r"Kept by a gate of bias $a$ (and value $\sigma(a)$)",
    )


def _plot_reach(axes):
    steps = np.arange(1, containment.REACH_STEPS + 1)
    bound = np.tanh(steps)
    found = containment.reach("lstm", np.random.default_rng(0))
    gru = containment.lone_gru(len(steps))
    axes.fill_between(steps, bound, 1, color=COLOURS[3], alpha=0.25, linewidth=0)
    axes.plot(steps, bound, color=COLOURS[3], linestyle="--")
    axes.plot(steps, found, color=COLOURS[3], marker="s", markersize=5, linestyle="")
    axes.plot(steps, gru, color=COLOURS[0], marker="o", markersize=3.5)
    _label(axes, "a GRU", (1, gru[0]), (6, 8))
    _label(axes, "no LSTM\ngets here", (1, 0.93), (6, 0))
    _label(axes, r"bound $\tanh t$ of every LSTM", (1.62, 0.85), (6, 0))
    _label(axes, "(squares: the largest found)", (1.62, 0.80), (6, 0))
    axes.set(xlabel="step $t$", xticks=steps, xlim=(0.9, steps[-1] + 0.1), ylim=(0.7, 1.06))
    axes.set(ylabel="$|h_t|$", title="The largest output after $t$ steps")


def _label(axes, text, xy, offset):
    axes.annotate(text, xy, offset, textcoords="offset points", va="center", fontsize=7)


if __name__ == "__main__":
    with job_log(*snakemake.log):
        demonstrate_theory(snakemake.output.table, snakemake.output.figure)
