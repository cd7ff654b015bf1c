"""Repeat a published mistake on one predictor: what its predictions seem to cost then."""

import numpy as np
import pandas
from rowreader.analysis.likelihoods import log_likelihoods
from rowreader.analysis.mistaken_costs import least_mistaken_costs, mistaken_costs
from rowreader.run.errors import job_log
from rowreader.run.files import load_arrays, save_table


def repeat_mistake(model_path, arrays_path, name, threads, output):
    """Write a row for each of the two sums that were published: over the images' known pixels and
    the next one, and over all pixels of the images as the predictor has completed them."""
    from rowreader.networks.stepper import load_stepper
    from rowreader.training.threads import set_threads

    set_threads(threads)
    keys = ["known", "pixels", "drawn"]
    known, pixels, drawn = load_arrays(arrays_path, "complete_images", keys).values()
    known, network = int(known), load_stepper(model_path)
    before = np.repeat(pixels[:, :known], drawn.shape[1], axis=0)
    completed = np.concatenate([before, drawn.reshape(len(before), -1)], axis=1)
    rows = [
        {"model": name, "read": read, **costs(network, sequences)}
        for read, sequences in (("known", pixels[:, : known + 1]), ("completed", completed))
    ]
    save_table(output, pandas.DataFrame(rows))


def costs(network, sequences):
    """Mean nats of the sequences (n, pixels) after their first pixel: right, by the mistake, and
    the least that the mistake allows."""
    logits, _ = network.read(sequences[:, :-1])
    pixels = sequences[:, 1:]
    return {
        "pixels": pixels.shape[1],
        "right": -log_likelihoods(logits, pixels).sum(1).mean(),
        "mistaken": mistaken_costs(logits, pixels).sum(1).mean(),
        "least_mistaken": least_mistaken_costs(pixels).sum(1).mean(),
    }


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
        repeat_mistake(
            snakemake.input.model,
            snakemake.input.arrays,
            snakemake.wildcards.model,
            snakemake.threads,
            snakemake.output[0],
        )
