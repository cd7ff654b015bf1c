"""Compare networks in pairs: the difference of test accuracy with its interval."""

import itertools
import math

import numpy as np
import pandas
from rowreader.analysis.intervals import difference, resample
from rowreader.run.files import damaged, load_arrays, load_table, save_table
from rowreader.run.job import job_log
from rowreader.run.names import WHOLE_IMAGE, parse_model


def compare_networks(predictions, summary_path, reader, output):
    """Write a row a pair: kind, first, second, difference (first minus second), low, high.

    predictions: {model: npz of logits (seeds, n, 10) and labels}. reader: the recurrent model
    that is compared with the whole-image models, beside the most accurate one.
    """
    summary = load_table(
        summary_path, "tabulate_results", ["model", "parameters", "test_accuracy_mean"]
    )
    correct, all_labels = {}, None
    for name, path in predictions.items():
        logits, labels = load_arrays(path, "evaluate", ["logits", "labels"]).values()
        all_labels = labels if all_labels is None else all_labels
        if not np.array_equal(labels, all_labels):
            raise damaged(path, "evaluate", "its labels are not those of the other models")
        correct[name] = logits.argmax(-1) == labels
    resampled = resample(correct)
    rows = []
    for kind, first, second in pairs(summary, reader):
        found = difference(correct, resampled, first, second)
        rows.append((kind, first, second, found.mean, found.low, found.high))
    columns = ["kind", "first", "second", "difference", "low", "high"]
    save_table(output, pandas.DataFrame(rows, columns=columns))


def pairs(summary, reader):
    """Return the pairs to compare as (kind, first, second).

    cell: each two cell types of one size, the later in the table first. width: the widest and the
    narrowest single layer. depth: stacked layers and one layer of as many units. parameters:
    stacked layers and the single layer whose number of parameters is nearest. whole: row readers
    and whole-image models.
    """
    table = summary.set_index("model")
    models = [name for name in table.index if name not in WHOLE_IMAGE]
    best = table.loc[models, "test_accuracy_mean"].idxmax()
    return [
        *_cells(models),
        *_sizes(models, table["parameters"]),
        *(
            ("whole", first, second)
            for first in dict.fromkeys([reader, best])
            for second in table.index
            if second in WHOLE_IMAGE
        ),
    ]


def _cells(models):
    sizes = {}  # of each cell
    for name in models:
        cell, _, size = name.partition("-")
        sizes.setdefault(cell, []).append(size)
    for second, first in itertools.combinations(sizes, 2):
        for size in sizes[first]:
            if size in sizes[second]:
                yield "cell", f"{first}-{size}", f"{second}-{size}"


def _sizes(models, parameters):
    parsed = {name: parse_model(name) for name in models}
    for cell in dict.fromkeys(cell for cell, _, _ in parsed.values()):
        own = {name: size for name, (found, *size) in parsed.items() if found == cell}
        single = sorted((name for name in own if own[name][0] == 1), key=lambda name: own[name][1])
        if len(single) > 1:
            yield "width", single[-1], single[0]
        for name, (layers, units) in own.items():
            if layers == 1:
                continue
            same = f"{cell}-{units}"
            if same in single:
                yield "depth", name, same
            others = [other for other in single if other != same]
            if others:
                wanted = math.log(parameters[name])
                yield (
                    "parameters",
                    name,
                    min(others, key=lambda other: abs(math.log(parameters[other]) - wanted)),
                )


if __name__ == "__main__":
    with job_log(*snakemake.log):
        compare_networks(
            dict(zip(snakemake.params.models, snakemake.input.predictions, strict=True)),
            snakemake.input.summary,
            snakemake.params.reader,
            snakemake.output[0],
        )
