"""Evaluate one model's runs on the test set, with the stock Keras layers."""

import logging

import numpy as np
import pandas
from rowreader.analysis.metrics import accuracy, confusion, cross_entropy
from rowreader.data.images import load_part
from rowreader.run.errors import job_log
from rowreader.run.files import load_table, save_arrays, save_table


def evaluate(data, model_paths, history_paths, name, seeds, threads, outputs):
    """Write metrics on test and validation set (a row a seed), the test set's confusion (a row a
    seed, label and prediction) with each digit's accuracy, and the test logits, float32
    (seeds, n, 10), of the saved models."""
    from rowreader.networks.cost import multiplications, parameters
    from rowreader.networks.store import load_model, predict
    from rowreader.training.threads import set_threads

    set_threads(threads)
    images, labels = load_part(data, "test")
    validation = load_part(data, "validation")
    metrics, counts, classes, all_logits = [], [], [], []
    for seed, model_path, history_path in zip(seeds, model_paths, history_paths, strict=True):
        history = load_table(history_path, "train", ["epoch", "loss", "accuracy"])
        model = load_model(model_path, images.shape[1:])
        logits, validation_logits = predict(model, images), predict(model, validation[0])
        metrics.append(
            {
                "model": name,
                "seed": seed,
                "test_loss": cross_entropy(logits, labels),
                "test_accuracy": accuracy(logits, labels),
                "validation_loss": cross_entropy(validation_logits, validation[1]),
                "validation_accuracy": accuracy(validation_logits, validation[1]),
                "train_loss": history["loss"].iloc[-1],
                "train_accuracy": history["accuracy"].iloc[-1],
                "parameters": parameters(model),
                "multiplications": multiplications(model),
            }
        )
        logging.info("seed %d: loss %.4f accuracy %.4f", *list(metrics[-1].values())[1:4])
        table = confusion(logits.argmax(1), labels)
        classes += [
            {"seed": seed, "digit": digit, "accuracy": row[digit] / max(row.sum(), 1)}
            for digit, row in enumerate(table)
        ]
        counts += [
            {
                "seed": seed,
                "label": label,
                "predicted": predicted,
                "images": table[label, predicted],
            }
            for label, predicted in np.ndindex(table.shape)
        ]
        all_logits.append(logits)
    save_table(outputs.metrics, pandas.DataFrame(metrics))
    save_table(outputs.classes, pandas.DataFrame(classes))
    save_table(outputs.confusion, pandas.DataFrame(counts))
    save_arrays(outputs.predictions, logits=np.stack(all_logits), labels=labels)


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
        evaluate(
            snakemake.input.data,
            snakemake.input.models,
            snakemake.input.histories,
            snakemake.wildcards.model,
            snakemake.params.seeds,
            snakemake.threads,
            snakemake.output,
        )
