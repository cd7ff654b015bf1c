"""Plot the confusion matrix of each model, summed over the seeds, without the diagonal."""

import numpy as np
from rowreader.analysis.evaluations import CONFUSION
from rowreader.report.plots import SEQUENTIAL, WIDTH, plt, save
from rowreader.report.titles import title
from rowreader.run.files import load_table
from rowreader.run.job import job_log


def plot_confusion(paths, outputs):
    """paths: {model: confusion table}. Colours are the same share of a label in every panel."""
    columns = min(4, len(paths))
    rows = -(-len(paths) // columns)
    shares = {name: _shares(path) for name, path in paths.items()}
    highest = max(share.max() for share in shares.values()) or 1
    figure, axes = plt.subplots(
        rows, columns, figsize=(WIDTH, 1.75 * rows + 0.2), squeeze=False, sharex=True, sharey=True
    )
    for panel, name in zip(axes.flat, shares, strict=False):
        drawn = panel.imshow(shares[name], cmap=SEQUENTIAL, vmin=0, vmax=highest)
        panel.set(title=title(name), xticks=range(10), yticks=range(10))
        panel.tick_params(labelsize=6, length=0)
    for panel in axes.flat[len(shares) :]:
        panel.axis("off")
    figure.supxlabel("predicted digit", fontsize=8)
    figure.supylabel("digit", fontsize=8)
    bar = figure.colorbar(drawn, ax=axes, shrink=0.8, pad=0.01)
    bar.set_label("mistaken, % of the digit's images")
    save(figure, outputs)


def _shares(path):
    table = load_table(path, "evaluate", ["label", "predicted", "images"], key=CONFUSION)
    counts = table.pivot_table(index="label", columns="predicted", values="images", aggfunc="sum")
    shares = 100 * counts.to_numpy() / np.maximum(counts.to_numpy().sum(1, keepdims=True), 1)
    np.fill_diagonal(shares, 0)
    return shares


if __name__ == "__main__":
    with job_log(*snakemake.log):
        plot_confusion(
            dict(zip(snakemake.params.models, snakemake.input, strict=True)), snakemake.output
        )
