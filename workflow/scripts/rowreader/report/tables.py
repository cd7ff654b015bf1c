"""The tables of the report: means over seeds, in the format of the homework."""

import math

import pandas

from ..cells import CELLS
from ..run.names import WHOLE_IMAGE
from .titles import title

MEASURES = ["test_loss", "test_accuracy", "train_loss", "train_accuracy"]
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
    sizes = chosen["model"].str.partition("-")[2].str.replace("x", " × ")
    cells = {
        size: [number(row[f"{key}_mean"], row[f"{key}_std"], 4) for key in ROWS]
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
    """Return a tabular with the report's three rules; rows are already LaTeX but for × and ±."""
    lines = [rf"\begin{{tabular}}{{{columns}}}", r"\toprule", header + r" \\", r"\midrule"]
    lines += [row + r" \\" for row in body] + [r"\bottomrule", r"\end{tabular}"]
    return "\n".join(lines).replace("±", r"$\pm$").replace("×", r"$\times$")


def thousands(count):
    """An integer with a thin space between its thousands."""
    return f"{count:,.0f}".replace(",", r"\,")


def latex_comparison(summary, reader):
    """Return a LaTeX table: the whole-image models, `reader` and the best recurrent model."""
    whole = summary["model"].isin(WHOLE_IMAGE)
    best = summary[~whole].sort_values("test_accuracy_mean")["model"].iloc[-1]
    chosen = [*summary["model"][whole], *dict.fromkeys([reader, best])]
    rows = []
    for name in chosen:
        row = summary.set_index("model").loc[name]
        rows.append(
            f"{title(name)} & {thousands(row['parameters'])} & "
            f"{thousands(row['multiplications'])} & "
            f"{number(row['test_loss_mean'], row['test_loss_std'], 4)} & "
            f"{number(row['test_accuracy_mean'], row['test_accuracy_std'], 4)}"
        )
    header = "Model & Parameters & Multiplications & Test loss & Test accuracy"
    return latex_tabular("lrrrr", header, rows) + "\n"
