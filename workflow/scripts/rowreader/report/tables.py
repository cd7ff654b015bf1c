"""The tables of the report: means over seeds, in the format of the homework."""

import math

import pandas

from ..analysis.robustness import DIRECTIONS
from ..cells import CELLS
from ..run.names import WHOLE_IMAGE
from .titles import column, title

SHIFTED = [f"accuracy_{direction}" for direction in DIRECTIONS]
MEASURES = ["test_loss", "test_accuracy", "train_loss", "train_accuracy", *SHIFTED]
COUNTS = ["parameters", "multiplications"]
ROWS = {"test_loss": "Test loss", "test_accuracy": "Test accuracy"}
"""Rows of the homework's plot_summary_table; its columns are the sizes."""


def summarize(runs):
    """Return a row a model, in the order of `runs`: mean and sample deviation over the seeds."""
    groups = runs.groupby("model", sort=False)
    summary = over_seeds(groups, MEASURES)
    for count in COUNTS:
        summary.insert(0, count, groups[count].first())
    summary.insert(0, "seeds", groups["seed"].count())
    return summary.reset_index()


def over_seeds(groups, measures):
    """Return the measures' mean and sample deviation in each group: test_loss_mean and so on."""
    summary = groups[measures].agg(["mean", "std"])
    summary.columns = ["_".join(column) for column in summary.columns]
    return summary


def number(mean, deviation, digits):
    """ "0.1234 ± 0.0056", or the mean alone where one seed gives no deviation."""
    spread = "" if math.isnan(deviation) else f" ± {deviation:.{digits}f}"
    return f"{mean:.{digits}f}{spread}"


def homework_table(summary, cell):
    """Return the homework's table of one cell: rows test loss and accuracy, columns the sizes."""
    chosen = summary[summary["model"].str.startswith(f"{cell}-")]
    sizes = chosen["model"].str.partition("-")[2]
    cells = {
        column(size): [number(row[f"{key}_mean"], row[f"{key}_std"], 4) for key in ROWS]
        for size, (_, row) in zip(sizes, chosen.iterrows(), strict=True)
    }
    return pandas.DataFrame(cells, index=list(ROWS.values()))


def latex_summary(summary):
    """Return the homework's tables as one LaTeX tabular each, under the cell's name."""
    parts = []
    for cell in dict.fromkeys(summary["model"].str.partition("-")[0]):
        table = homework_table(summary, cell)
        header = " & ".join([rf"\textbf{{{CELLS[cell].title}}}", *table.columns])
        body = [
            " & ".join([label, *row]) for label, row in zip(table.index, table.values, strict=True)
        ]
        parts.append(latex_tabular("l" + "r" * len(table.columns), header, body))
    return "\n\\par\\smallskip\n".join(parts) + "\n"


def latex_tabular(columns, header, body):
    """Return a tabular with the report's three rules, no wider than the text; rows are already
    LaTeX but for × and ±."""
    lines = [rf"\fitted{{\begin{{tabular}}{{{columns}}}", r"\toprule", header + r" \\", r"\midrule"]
    lines += [row + r" \\" for row in body] + [r"\bottomrule", r"\end{tabular}}"]
    return "\n".join(lines).replace("±", r"$\pm$").replace("×", r"$\times$")


def thousands(count):
    """An integer with a thin space between its thousands."""
    return f"{count:,.0f}".replace(",", r"\,")


def latex_robustness(summary):
    """Return a LaTeX table of all models: cost, test loss, and test accuracy in % of the images as
    they are and moved each way."""
    rows = []
    for _, row in summary.iterrows():
        moved = (f"{100 * row[f'{key}_mean']:.1f}" for key in SHIFTED)
        cells = [
            title(row["model"]),
            thousands(row["parameters"]),
            thousands(row["multiplications"]),
            number(row["test_loss_mean"], row["test_loss_std"], 3),
            number(100 * row["test_accuracy_mean"], 100 * row["test_accuracy_std"], 2),
            *moved,
        ]
        rows.append(" & ".join(cells))
    whole = list(summary["model"].isin(WHOLE_IMAGE))
    if True in whole[1:]:
        rows[whole.index(True)] = r"\midrule " + rows[whole.index(True)]
    header = "Model & Parameters & Multiplications & Test loss & Accuracy (\\%) & "
    return latex_tabular("lrrrr" + "r" * len(SHIFTED), header + " & ".join(DIRECTIONS), rows) + "\n"
