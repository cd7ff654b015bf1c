"""Trace one model over the rows of the test images: states, gates, predictions at each step."""

import logging

import numpy as np
from rowreader.analysis import decisions, probes, states
from rowreader.analysis.metrics import accuracy, cross_entropy
from rowreader.cells import cell_of
from rowreader.cells.steps import run
from rowreader.data.images import first_ink_rows, load_part
from rowreader.run.errors import job_log
from rowreader.run.files import save_arrays

PROBE_IMAGES = 5000  # of the training set, to fit the linear probes


def trace_states(data, model_path, output, digit, threads):
    """Write an npz with, over the test set: logits (n, steps, 10) read out through the head at
    each step; accuracy and cross-entropy by step, of the head and of a linear probe; decision
    rows; state changes; each gate's mean by digit and saturation; four example images; and the
    image, states and gates of the first test image of `digit`. Steps are rows; a network that
    reads pixels is looked at after each row."""
    import keras
    from rowreader.networks.store import BATCH, load_model, predict
    from rowreader.training.threads import set_threads

    set_threads(threads)
    images, labels = load_part(data, "test")
    probe_images, probe_labels = (part[:PROBE_IMAGES] for part in load_part(data, "train"))
    model = load_model(model_path, images.shape[1:])
    (layer,) = [layer for layer in model.layers if cell_of(layer)]
    cell = cell_of(layer)
    position = model.layers.index(layer)
    into_cell = keras.Model(model.inputs, layer.input)

    every = layer.input.shape[1] // images.shape[1]

    def history_of(images):
        """As many images at a time as keep the inputs of all steps small."""
        weights = [w.numpy() for w in layer.weights]
        parts = [
            run(cell.name, predict(into_cell, images[start : start + BATCH]), weights, every)
            for start in range(0, len(images), BATCH)
        ]
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}

    history = history_of(images)
    hidden = history["h"]
    library = predict(keras.Model(model.inputs, layer.output), images)
    logits = np.stack(
        [_head(model.layers[position + 1 :], hidden[:, t]) for t in range(hidden.shape[1])], axis=1
    )
    probe = _probe(history_of(probe_images)["h"], probe_labels, hidden)
    first_ink = first_ink_rows(images)
    examples = decisions.choose_examples(logits, labels)
    shown = int(np.argmax(labels == digit))
    digits = [labels == digit for digit in range(10)]
    arrays = {
        "library_difference": np.abs(hidden[:, -1] - library).max(),
        "logits": logits,
        "labels": labels,
        "head_accuracy": [accuracy(step, labels) for step in np.moveaxis(logits, 1, 0)],
        "head_loss": [cross_entropy(step, labels) for step in np.moveaxis(logits, 1, 0)],
        "probe_accuracy": [accuracy(step, labels) for step in probe],
        "probe_loss": [cross_entropy(step, labels) for step in probe],
        "decision_rows": decisions.decision_rows(logits),
        "first_ink": first_ink,
        "state_changes": states.state_changes(hidden),
        **states.blank_start(hidden, first_ink),
        "examples": examples,
        "example_images": images[examples],
        "digit_image": images[shown],
        **{f"digit_{name}": values[shown] for name, values in history.items()},
    }
    for name in cell.gates:
        low, high = states.saturation(history[name])
        arrays[f"{name}_low"], arrays[f"{name}_high"] = low, high
        arrays[f"{name}_mean"] = np.stack(
            [history[name][chosen].mean(axis=(0, 2)) for chosen in digits if chosen.any()]
        )
    logging.info("largest difference to the library's layer: %.2g", arrays["library_difference"])
    save_arrays(output, **arrays)


def _head(layers, hidden):
    for layer in layers:
        hidden = layer(hidden)
    return hidden.numpy()


def _probe(train_hidden, train_labels, hidden):
    """The logits of a linear probe fitted at each step, a list over the steps."""
    result, weights = [], None
    for t in range(hidden.shape[1]):
        mean, scale = train_hidden[:, t].mean(0), train_hidden[:, t].std(0) + 1e-6
        weights = probes.fit_probe((train_hidden[:, t] - mean) / scale, train_labels, start=weights)
        result.append(probes.apply_probe(weights, (hidden[:, t] - mean) / scale))
    return result


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
        trace_states(
            snakemake.input.data,
            snakemake.input.model,
            snakemake.output[0],
            snakemake.params.digit,
            snakemake.threads,
        )
