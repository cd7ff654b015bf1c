"""In-paint the same gaps without a network: by the pixels' frequencies, by counts over causal
neighbours, and by a copy of the left neighbour."""

import functools

import pandas
from rowreader.analysis import neighbours
from rowreader.analysis.gaps import left_neighbours
from rowreader.analysis.inpainting import inpaint_all, log_probabilities_by
from rowreader.data.images import load_part
from rowreader.run.errors import job_log
from rowreader.run.files import save_arrays, save_table


def inpaint_by_rivals(data, count, seed, tables, arrays):
    """Write what `inpaint` does for the networks. tables, arrays: {rival: path}; the arrays are of
    the rivals alone that have probabilities."""
    images, _ = load_part(data, "test")
    train, _ = load_part(data, "train")
    rivals = {
        "frequency": {"weigh": _weigh(neighbours.frequency_logits, neighbours.frequencies(train))},
        "neighbours": {"weigh": _weigh(neighbours.logits, neighbours.fit(train))},
        "left": {"fill": left_neighbours},
    }
    for name, way in rivals.items():
        rows, found = inpaint_all(images, name, count, seed, **way)
        save_table(tables[name], pandas.DataFrame(rows))
        if name in arrays:
            save_arrays(arrays[name], **found)


def _weigh(logits, fitted):
    return functools.partial(log_probabilities_by, functools.partial(logits, fitted))


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
        inpaint_by_rivals(
            snakemake.input[0],
            snakemake.params.images,
            snakemake.params.seed,
            dict(zip(snakemake.params.rivals, snakemake.output.tables, strict=True)),
            dict(zip(snakemake.params.probable, snakemake.output.arrays, strict=True)),
        )
