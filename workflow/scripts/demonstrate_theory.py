"""Compute every number that the answer to question 1 uses, and draw its figure."""

import pandas
from rowreader.analysis import theory
from rowreader.report.plots import COLOURS, DASHES, WIDTH, plt, save
from rowreader.run.errors import job_log
from rowreader.run.files import save_table


def demonstrate_theory(table, figure_paths):
    """Write the table (name, value) and the figure: leaking gates and the counter-example."""
    numbers = theory.demonstrations()
    save_table(table, pandas.DataFrame({"name": numbers.keys(), "value": numbers.values()}))
    figure, (left, right) = plt.subplots(1, 2, figsize=(WIDTH, 2.0))
    for index, (bias, share) in enumerate(zip(*theory.leak_curves(), strict=True)):
        style = {"color": COLOURS[index], "linestyle": DASHES[index]}
        left.plot(share, label=f"bias {bias:g}", **style)
    left.set(xlabel="step", ylabel="share of the state left", title="A gate that keeps, nearly")
    left.legend(ncols=2, loc="center left", bbox_to_anchor=(0.44, 0.40))
    gru, lstm = theory.half_gate_curves()
    steps = range(1, len(gru) + 1)
    right.plot(steps, gru, marker="o", color=COLOURS[0], linestyle="-", label="GRU, z = 1/2")
    right.plot(
        steps, lstm, marker="s", color=COLOURS[3], linestyle="--", label="LSTM, f = i = 1/2, o = 1"
    )
    right.set(xlabel="step", ylabel="hidden state", ylim=(0, 1.05), title="The same gates")
    right.legend(loc="lower right")
    save(figure, figure_paths)


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
        demonstrate_theory(snakemake.output[0], snakemake.output[1:])
