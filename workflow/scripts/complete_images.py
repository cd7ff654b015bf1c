"""Complete test images with one pixel predictor: sample what follows their known pixels."""

import logging

import numpy as np
import pandas
from rowreader.analysis.completion import KNOWN, LENGTHS, choose_images, complete, totals
from rowreader.data.images import load_part
from rowreader.run.files import save_arrays, save_table
from rowreader.run.fork_server import ran_in_fork
from rowreader.run.job import job_log


def complete_images(data, model_path, name, count, samples, seed, threads, outputs):
    """Write a row an image and length: what the true pixels cost and what the samples do in the
    mean, in nats; and an npz of `count` test images, their samples and what each pixel costs."""
    from rowreader.networks.stepper import load_stepper
    from rowreader.training.threads import set_threads

    set_threads(threads)
    images, labels = load_part(data, "test")
    chosen = choose_images(len(images), count, seed)
    pixels = images[chosen].reshape(len(chosen), -1)
    drawn, sample_nats, true_nats = complete(load_stepper(model_path), pixels, samples, seed)
    sample_totals, true_totals = totals(sample_nats), totals(true_nats)
    rows = [
        {
            "model": name,
            "image": int(image),
            "length": length,
            "truth": true_totals[place, number],
            "samples": sample_totals[place, :, number].mean(),
        }
        for place, image in enumerate(chosen)
        for number, length in enumerate(LENGTHS)
    ]
    logging.info(
        "%d images, nats of the last %d pixels: truth %.2f, samples %.2f",
        *(len(chosen), LENGTHS[-1], true_totals[:, -1].mean(), sample_totals[:, :, -1].mean()),
    )
    save_table(outputs.table, pandas.DataFrame(rows))
    save_arrays(
        outputs.arrays,
        known=KNOWN,
        images=chosen,
        labels=labels[chosen].astype(np.uint8),
        pixels=pixels,
        drawn=drawn,
        sample_nats=sample_nats.astype(np.float32),
        true_nats=true_nats.astype(np.float32),
    )


if __name__ == "__main__" and not ran_in_fork():
    with job_log(*snakemake.log):
        complete_images(
            snakemake.input.data,
            snakemake.input.model,
            snakemake.wildcards.model,
            snakemake.params.images,
            snakemake.params.samples,
            snakemake.params.seed,
            snakemake.threads,
            snakemake.output,
        )
