"""In-paint the same gaps without a network: by the pixels' frequencies, by counts over causal
neighbours, and by a copy of the left neighbour."""

import functools

import pandas
from rowreader.analysis.gaps import left_neighbours
from rowreader.analysis.inpainting import inpaint_all, log_probabilities_by
from rowreader.analysis.rivals import fit_rivals
from rowreader.data.images import PARTS, load_part
from rowreader.run.files import save_arrays, save_table
from rowreader.run.job import job_log


def inpaint_by_rivals(data, count, seed, tables, arrays):
    """Write what `inpaint` does for the networks. tables, arrays: {rival: path}; the arrays are of
    the rivals alone that have probabilities, the same as in the table of cross-entropies."""
    train, validation, test = (load_part(data, part)[0] for part in PARTS)
    ways = {
        name: {"weigh": functools.partial(log_probabilities_by, logits)}
        for name, (logits, _) in fit_rivals(train, validation).items()
    }
    ways["left"] = {"fill": left_neighbours}
    for name, path in tables.items():
        rows, found = inpaint_all(test, name, count, seed, **ways[name])
        save_table(path, pandas.DataFrame(rows))
        if name in arrays:
            save_arrays(arrays[name], **found)


if __name__ == "__main__":
    with job_log(*snakemake.log):
        inpaint_by_rivals(
            snakemake.input[0],
            snakemake.params.images,
            snakemake.params.seed,
            dict(zip(snakemake.params.rivals, snakemake.output.tables, strict=True)),
            dict(zip(snakemake.params.probable, snakemake.output.arrays, strict=True)),
        )
