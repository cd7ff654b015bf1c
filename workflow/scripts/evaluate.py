"""Evaluate one model's runs: on the test images with the stock Keras layers, which so check the
recurrence that trained it; on all others through that recurrence, which is faster: validation and
training images, and test images that are moved."""

import logging

import numpy as np
import pandas
from rowreader.analysis.metrics import accuracy, confusion, cross_entropy
from rowreader.analysis.robustness import DIRECTIONS, moved
from rowreader.data.images import PARTS, load_part
from rowreader.run.files import save_arrays, save_table
from rowreader.run.fork_server import ran_in_fork
from rowreader.run.job import job_log


def evaluate(data, model_paths, name, seeds, recurrence, threads, outputs):
    """Write metrics of the saved models (a row a seed): loss and accuracy on the test, validation
    and training images, accuracy on moved test images; the test set's confusion (a row a seed,
    label and prediction), and the test logits, float32 (seeds, n, 10). recurrence: see
    uses_fused."""
    from rowreader.networks.cost import multiplications, parameters
    from rowreader.networks.fused import FusedModel, uses_fused
    from rowreader.networks.store import load_model, predict
    from rowreader.training.threads import set_threads

    set_threads(threads)
    parts = {part: load_part(data, part) for part in reversed(PARTS)}
    images, labels = parts["test"]
    runs = [load_model(path, images.shape[1:]) for path in model_paths]
    weights = [run.get_weights() for run in runs]
    stock = runs[0]  # takes the weights of one seed after the other: its graphs are traced once
    fast = FusedModel(stock) if uses_fused(stock, recurrence) else stock
    metrics, counts, all_logits = [], [], []
    for seed, of_seed in zip(seeds, weights, strict=True):
        stock.set_weights(of_seed)
        row = {"model": name, "seed": seed}
        logits = {
            part: predict(stock if part == "test" else fast, parts[part][0]) for part in parts
        }
        for part, found in logits.items():
            row[f"{part}_loss"] = cross_entropy(found, parts[part][1])
            row[f"{part}_accuracy"] = accuracy(found, parts[part][1])
        for direction in DIRECTIONS:
            found = predict(fast, moved(images, direction))
            row[f"accuracy_{direction}"] = accuracy(found, labels)
        row["parameters"], row["multiplications"] = parameters(stock), multiplications(stock)
        logging.info("seed %d: loss %.4f accuracy %.4f", *list(row.values())[1:4])
        metrics.append(row)
        table = confusion(logits["test"].argmax(1), labels)
        counts += [
            {
                "seed": seed,
                "label": label,
                "predicted": predicted,
                "images": table[label, predicted],
            }
            for label, predicted in np.ndindex(table.shape)
        ]
        all_logits.append(logits["test"])
    save_table(outputs.metrics, pandas.DataFrame(metrics))
    save_table(outputs.confusion, pandas.DataFrame(counts))
    save_arrays(outputs.predictions, logits=np.stack(all_logits), labels=labels)


if __name__ == "__main__" and not ran_in_fork():
    with job_log(*snakemake.log):
        evaluate(
            snakemake.input.data,
            snakemake.input.models,
            snakemake.wildcards.model,
            snakemake.params.seeds,
            snakemake.params.recurrence,
            snakemake.threads,
            snakemake.output,
        )
