"""Plot how pixel predictors learn, and how one does from each start of its gates' bias."""

from rowreader.report.plots import COLOURS, MARKERS, WIDTH, letter, plain_log_ticks, plt, save
from rowreader.report.titles import GATE_BIASES, RIVALS, title
from rowreader.run.files import load_table
from rowreader.run.job import job_log

COLUMNS = ["epoch", "loss", "val_loss"]
KEYS = ["model", "part", "nats_per_pixel_mean"]
RIVAL = "neighbours"


TOP = 1.9  # times the lowest cost: the first epochs, which run out of it, matter least


def plot_prediction_curves(histories, costs, ablation, outputs):
    """histories: {model: path}, of one seed each; costs: the path of the table that has the rival.
    ablation: the path of its table, or None: then there is no panel of it."""
    figure, axes = plt.subplots(1, 2 if ablation else 1, figsize=(WIDTH, 1.9), squeeze=False)
    tables = {
        title(name): load_table(path, "train_predictor", COLUMNS, key=["epoch"])
        for name, path in histories.items()
    }
    costs = load_table(costs, "tabulate_prediction", KEYS, KEYS[:2]).set_index(KEYS[:2])
    rival = costs.loc[(RIVAL, "validation"), KEYS[2]]
    axes[0, 0].axhline(rival, color="0.4", linestyle="--", linewidth=0.8, label=RIVALS[RIVAL])
    _panel(axes[0, 0], tables)
    axes[0, 0].set(title="networks", ylabel="nats per pixel")
    if ablation:
        keys = [*COLUMNS, "gate_bias"]
        table = load_table(ablation, "tabulate_prediction", keys, key=["gate_bias", "epoch"])
        groups = table.groupby("gate_bias", sort=False)
        _panel(axes[0, 1], {GATE_BIASES[bias]: rows for bias, rows in groups}, len(tables))
        axes[0, 1].set(title=f"{next(iter(tables))}, by the start of the gates' bias")
        letter(axes[0])
    save(figure, outputs)


def _panel(panel, tables, first=0):
    """A line a table, from the first-th colour on; dotted while training."""
    for number, (name, table) in enumerate(tables.items(), start=first):
        colour, marker = (kinds[number % len(kinds)] for kinds in (COLOURS, MARKERS))
        panel.plot(table["epoch"], table["val_loss"], "-", color=colour, marker=marker,
                   markersize=3, label=name)  # fmt: skip
        panel.plot(table["epoch"], table["loss"], ":", color=colour)
    most = max(table["epoch"].max() for table in tables.values())
    panel.set(yscale="log", xlabel="epoch", xlim=(0.5, most + 0.5))
    panel.xaxis.set_major_locator(plt.MaxNLocator(integer=True))
    lowest = min(table[["loss", "val_loss"]].min().min() for table in tables.values())
    panel.set_ylim(0.97 * lowest, TOP * lowest)
    plain_log_ticks(panel.yaxis, (1, 1.2, 1.4, 1.6, 2, 2.5, 3, 4, 5, 6, 7, 8, 9))
    panel.legend()


if __name__ == "__main__":
    with job_log(*snakemake.log):
        plot_prediction_curves(
            dict(zip(snakemake.params.models, snakemake.input.histories, strict=True)),
            snakemake.input.costs,
            snakemake.input.get("ablation"),
            snakemake.output,
        )
