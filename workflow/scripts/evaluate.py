"""Evaluate one model's runs with the stock Keras layers: on all parts of the data, and on test
images that are moved."""

import logging

import numpy as np
import pandas
from rowreader.analysis.metrics import accuracy, confusion, cross_entropy
from rowreader.analysis.robustness import DIRECTIONS, moved
from rowreader.data.images import PARTS, load_part
from rowreader.run.errors import job_log
from rowreader.run.files import save_arrays, save_table


def evaluate(data, model_paths, name, seeds, threads, outputs):
    """Write metrics of the saved models (a row a seed): loss and accuracy on the test, validation
    and training images, accuracy on moved test images; the test set's confusion (a row a seed,
    label and prediction), and the test logits, float32 (seeds, n, 10)."""
    from rowreader.networks.cost import multiplications, parameters
    from rowreader.networks.store import load_model, predict
    from rowreader.training.threads import set_threads

    set_threads(threads)
    parts = {part: load_part(data, part) for part in reversed(PARTS)}
    images, labels = parts["test"]
    metrics, counts, all_logits = [], [], []
    for seed, model_path in zip(seeds, model_paths, strict=True):
        model = load_model(model_path, images.shape[1:])
        row = {"model": name, "seed": seed}
        logits = {part: predict(model, parts[part][0]) for part in parts}
        for part, found in logits.items():
            row[f"{part}_loss"] = cross_entropy(found, parts[part][1])
            row[f"{part}_accuracy"] = accuracy(found, parts[part][1])
        for direction in DIRECTIONS:
            found = predict(model, moved(images, direction))
            row[f"accuracy_{direction}"] = accuracy(found, labels)
        row["parameters"], row["multiplications"] = parameters(model), multiplications(model)
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


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
        evaluate(
            snakemake.input.data,
            snakemake.input.models,
            snakemake.wildcards.model,
            snakemake.params.seeds,
            snakemake.threads,
            snakemake.output,
        )
