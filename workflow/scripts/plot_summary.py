"""Plot the homework's summary table of each cell, in the format of its plot_summary_table."""

from rowreader.cells import CELLS
from rowreader.report.plots import WIDTH, plt, save
from rowreader.report.tables import ROWS, homework_table
from rowreader.run.files import load_table
from rowreader.run.job import job_log

COLUMNS = ["model", *(f"{key}_{kind}" for key in ROWS for kind in ("mean", "std"))]


def plot_summary(summary_path, cell, outputs):
    """Draw the table of one cell: rows test loss and accuracy, columns the sizes."""
    summary = load_table(summary_path, "tabulate_results", COLUMNS, key=["model"])
    table = homework_table(summary, cell)
    figure, axes = plt.subplots(figsize=(WIDTH, 0.9), frameon=False)
    axes.axis("off")
    axes.set_title(CELLS[cell].title)
    drawn = axes.table(
        table.values,
        rowLabels=table.index,
        colLabels=table.columns,
        cellLoc="center",
        bbox=[0.14, 0, 0.86, 1],
    )
    drawn.auto_set_font_size(False)
    drawn.set_fontsize(8)
    save(figure, outputs)


if __name__ == "__main__":
    with job_log(*snakemake.log):
        plot_summary(snakemake.input[0], snakemake.wildcards.cell, snakemake.output)
