"""In-paint test images with one pixel predictor: the missing pixels given all others."""

import functools
import logging

import pandas
from rowreader.analysis.inpainting import inpaint_all, log_probabilities
from rowreader.data.images import load_part
from rowreader.run.files import save_arrays, save_table
from rowreader.run.fork_server import ran_in_fork
from rowreader.run.job import job_log


def inpaint(data, model_path, name, count, seed, threads, outputs):
    """Write what came of each gap, a row a gap, and an npz of gaps and posteriors: see
    `inpaint_all`. Every model gets the same gaps."""
    from rowreader.networks.stepper import load_stepper
    from rowreader.training.threads import set_threads

    set_threads(threads)
    images, _ = load_part(data, "test")
    weigh = functools.partial(log_probabilities, load_stepper(model_path))
    rows, arrays = inpaint_all(images, name, count, seed, weigh)
    table = pandas.DataFrame(rows)
    for kind, gaps in table.groupby("gap", sort=False):
        logging.info("%s: %d gaps, %.4f restored", kind, len(gaps), gaps["whole"].mean())
    save_table(outputs.table, table)
    save_arrays(outputs.arrays, **arrays)


if __name__ == "__main__" and not ran_in_fork():
    with job_log(*snakemake.log):
        inpaint(
            snakemake.input.data,
            snakemake.input.model,
            snakemake.wildcards.model,
            snakemake.params.images,
            snakemake.params.seed,
            snakemake.threads,
            snakemake.output,
        )
