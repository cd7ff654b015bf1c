"""Evaluate one predictor's runs with the stock Keras layers: nats per pixel and per image."""

import logging

import numpy as np
import pandas
from rowreader.analysis.pixel_costs import cost_row, evaluated, image_costs
from rowreader.data.images import PARTS, load_part
from rowreader.run.files import save_arrays, save_table
from rowreader.run.fork_server import ran_in_fork
from rowreader.run.job import job_log


def evaluate_predictor(data, model_paths, name, seeds, threads, outputs):
    """Write the cross-entropy of the saved models (a row a seed and part of the data), and the nats
    of each test image, float64 (seeds, n)."""
    from rowreader.networks.cost import parameters
    from rowreader.networks.predictor import load_predictor
    from rowreader.training.threads import set_threads

    set_threads(threads)
    parts = {part: evaluated(part, load_part(data, part)[0]) for part in PARTS}
    rows, test = [], []
    for seed, path in zip(seeds, model_paths, strict=True):
        model = load_predictor(path)
        for part, images in parts.items():
            costs = image_costs(lambda batch, model=model: next_logits(model, batch), images)
            rows.append(cost_row(name, seed, parameters(model), part, costs))
            logging.info("seed %d: %s %.4f nats per pixel", seed, part, rows[-1]["nats_per_pixel"])
        test.append(costs)
    save_table(outputs.cross_entropy, pandas.DataFrame(rows))
    save_arrays(outputs.test, nats=np.stack(test))


def next_logits(model, images):
    """The log-odds of ink of each pixel after the first, (n, pixels - 1): the last output of the
    model is of no pixel."""
    pixels = images.reshape(len(images), -1, 1).astype(np.float32)
    return model.predict_on_batch(pixels)[:, :-1, 0]


if __name__ == "__main__" and not ran_in_fork():
    with job_log(*snakemake.log):
        evaluate_predictor(
            snakemake.input.data,
            snakemake.input.models,
            snakemake.wildcards.model,
            snakemake.params.seeds,
            snakemake.threads,
            snakemake.output,
        )
