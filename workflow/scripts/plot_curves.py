"""Plot the learning curves: loss and error by epoch, training and validation."""

import pandas
from rowreader.cells import CELLS
from rowreader.report.plots import COLOURS, WIDTH, plain_log_ticks, plt, save
from rowreader.report.titles import title
from rowreader.run.files import load_table
from rowreader.run.job import job_log

COLUMNS = ["epoch", "loss", "accuracy", "val_loss", "val_accuracy"]


def plot_curves(histories, outputs):
    """histories: {model: paths, one a seed}. Lines are means over the seeds, shades their range."""
    cells = list(dict.fromkeys(name.partition("-")[0] for name in histories))
    figure, axes = plt.subplots(
        2, len(cells), figsize=(WIDTH, 2.8), sharex=True, sharey="row", squeeze=False
    )
    sizes = dict.fromkeys(name.partition("-")[2] for name in histories)
    colours = dict(zip(sizes, COLOURS, strict=False))
    highest = 0.0
    for column, cell in enumerate(cells):
        models = [name for name in histories if name.startswith(f"{cell}-")]
        for name in models:
            colour = colours[name.partition("-")[2]]
            tables = [load_table(path, "train", COLUMNS, key=["epoch"]) for path in histories[name]]
            trainings = pandas.concat(tables)
            for part in ("", "val_"):
                trainings[f"{part}error"] = 100 * (1 - trainings[f"{part}accuracy"])
            epochs = trainings.groupby("epoch")
            size = title(name).partition(" ")[2]
            for row, key in enumerate(["loss", "error"]):
                panel = axes[row, column]
                values = epochs[f"val_{key}"]
                panel.plot(values.mean(), color=colour, linestyle="-", label=size, marker=".")
                panel.fill_between(
                    values.min().index, values.min(), values.max(), color=colour, alpha=0.2, lw=0
                )
                panel.plot(epochs[key].mean(), color=colour, linestyle=":")
            highest = max(highest, epochs["val_error"].max().max())
        axes[0, column].set(title=CELLS[cell].title)
        axes[1, column].set(xlabel="epoch")
        axes[1, column].xaxis.set_major_locator(plt.MaxNLocator(integer=True))
        for panel in axes[:, column]:
            panel.set(yscale="log")
            plain_log_ticks(panel.yaxis)
    # The first epochs of training would squeeze the rest.
    if highest:
        axes[1, 0].set_ylim(top=1.1 * highest)
    axes[0, 0].set_ylabel("loss (nats)")
    axes[1, 0].set_ylabel("error (%)")
    handles, labels = axes[0, 0].get_legend_handles_labels()
    handles += [plt.Line2D([], [], color="0.3", linestyle=style) for style in ("-", ":")]
    labels = [f"{size} units" for size in labels] + ["validation", "training"]
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels))
    save(figure, outputs)


if __name__ == "__main__":
    with job_log(*snakemake.log):
        plot_curves(
            {model: snakemake.input[model] for model in snakemake.params.models}, snakemake.output
        )
