"""Repeat two published mistakes on one predictor: what its predictions seem to cost then."""

import numpy as np
import pandas
from rowreader.analysis.intervals import mean_over_images
from rowreader.analysis.likelihoods import log_likelihoods
from rowreader.analysis.mistaken_costs import least_mistaken_costs, mistaken_costs
from rowreader.run.files import load_arrays, save_table
from rowreader.run.fork_server import ran_in_fork
from rowreader.run.job import job_log


def repeat_mistake(model_path, arrays_path, name, threads, outputs):
    """Write a row for each of the two sums that were published: over the images' known pixels and
    the next one, and over all pixels of the images as the predictor has completed them. In one
    table by the first mistake, of probabilities taken for logits, in the other by both."""
    from rowreader.networks.stepper import load_stepper
    from rowreader.training.threads import set_threads

    set_threads(threads)
    keys = ["known", "pixels", "drawn"]
    known, pixels, drawn = load_arrays(arrays_path, "complete_images", keys).values()
    known, network = int(known), load_stepper(model_path)
    before = np.repeat(pixels[:, :known], drawn.shape[1], axis=0)
    completed = np.concatenate([before, drawn.reshape(len(before), -1)], axis=1)
    aligned, shifted = [], []
    for read, sequences, samples in (
        ("known", pixels[:, : known + 1], 1),
        ("completed", completed, drawn.shape[1]),
    ):
        row = {"model": name, "read": read}
        aligned.append(row | costs(network, sequences, samples))
        found = shifted_costs(network, sequences, masked=read == "known", samples=samples)
        shifted.append(row | found)
    save_table(outputs.aligned, pandas.DataFrame(aligned))
    save_table(outputs.shifted, pandas.DataFrame(shifted))


def by_image(nats, samples):
    """The Mean over the images of sums (images x samples,), with its error over the images."""
    return mean_over_images(nats.reshape(-1, samples).mean(1))


def costs(network, sequences, samples=1):
    """Mean nats of the sequences (images x samples, pixels) after their first pixel: right, by the
    mistake, with its standard error over the images, and the least that the mistake allows."""
    logits, _ = network.read(sequences[:, :-1])
    pixels = sequences[:, 1:]
    mistaken = by_image(mistaken_costs(logits, pixels).sum(1), samples)
    return {
        "pixels": pixels.shape[1],
        "right": -log_likelihoods(logits, pixels).sum(1).mean(),
        "mistaken": mistaken.mean,
        "standard_error": mistaken.error,
        "least_mistaken": least_mistaken_costs(pixels).sum(1).mean(),
    }


def shifted_costs(network, sequences, masked, samples=1):
    """The same by both mistakes: a logit's label is the pixel just read, not the next one. masked:
    whether the last pixel is a label, too, of a logit after reading a blank in its place; that of a
    whole image is none."""
    read, labels = sequences.copy(), sequences
    if masked:
        read[:, -1] = 0
    else:
        read, labels = read[:, :-1], labels[:, :-1]
    logits, _ = network.read(read)
    mistaken = by_image(mistaken_costs(logits, labels).sum(1), samples)
    return {
        "pixels": labels.shape[1],
        "mistaken": mistaken.mean,
        "standard_error": mistaken.error,
        "least_mistaken": least_mistaken_costs(labels).sum(1).mean(),
    }


if __name__ == "__main__" and not ran_in_fork():
    with job_log(*snakemake.log):
        repeat_mistake(
            snakemake.input.model,
            snakemake.input.arrays,
            snakemake.wildcards.model,
            snakemake.threads,
            snakemake.output,
        )
