"""Trace one network over the rows of the test images: states, gates, predictions at each step."""

import logging

import numpy as np
from rowreader.analysis import decisions, probes, states
from rowreader.analysis.metrics import cross_entropy
from rowreader.cells.lookup import cell_of
from rowreader.cells.steps import run
from rowreader.data.images import first_ink_rows, last_ink_rows, load_part
from rowreader.run.files import save_arrays
from rowreader.run.fork_server import ran_in_fork
from rowreader.run.job import job_log
from scipy.special import softmax

CUT = (2, 3)  # of the rows are kept where the rest is blanked, to see what the end of the ink does


def trace_states(data, model_path, output, digit, threads):
    """Write an npz of what the network does over the test set, by step.

    Steps are rows; a network that reads pixels is looked at after each row. Of each image: label,
    first and last row with ink (indices), and (n, steps) the predictions of the head, of the head
    if the rows below `cut` were blank, and of a linear probe, and the mean over the units of each
    gate and of the state's change. Over all images: cross-entropy of head and probe, the head's
    mean largest probability, shares of saturated gates and states, means of gates and cell by unit
    (steps, units); of an LSTM see `_cells`. Of four examples: images and logits. Of the first test
    image of `digit`: image, states and gates.
    """
    import keras
    from rowreader.networks.store import BATCH, load_model, predict
    from rowreader.training.threads import set_threads

    set_threads(threads)
    images, labels = load_part(data, "test")
    probe_images, probe_labels = (part[: probes.IMAGES] for part in load_part(data, "train"))
    model = load_model(model_path, images.shape[1:])
    (layer,) = [layer for layer in model.layers if cell_of(layer)]
    cell = cell_of(layer)
    position = model.layers.index(layer)
    into_cell = keras.Model(model.inputs, layer.input)
    weights = [w.numpy() for w in layer.weights]
    every = layer.input.shape[1] // images.shape[1]

    def history_of(images):
        """As many images at a time as keep the inputs of all steps small."""
        parts = [
            run(cell.name, predict(into_cell, images[start : start + BATCH]), weights, every)
            for start in range(0, len(images), BATCH)
        ]
        return {name: np.concatenate([part.pop(name) for part in parts]) for name in [*parts[0]]}

    probe_hidden = history_of(probe_images)["h"]
    history = history_of(images)
    hidden = history["h"]
    library = predict(keras.Model(model.inputs, layer.output), images)
    head = model.layers[position + 1 :]
    logits = _read_out(head, hidden)
    probe_logits = probes.probe_steps(probe_hidden, probe_labels, hidden)
    predictions = logits.argmax(-1)
    cut = images.shape[1] * CUT[0] // CUT[1]
    without = images.copy()
    without[:, cut:] = 0
    cut_hidden = history_of(without)["h"]
    examples = decisions.choose_examples(predictions, logits[:, -1], labels)
    shown = int(np.argmax(labels == digit))
    arrays = {
        "library_difference": np.abs(hidden[:, -1] - library).max(),
        "probe_images": len(probe_images),
        "labels": labels.astype(np.uint8),
        "first_ink": first_ink_rows(images).astype(np.int8),
        "last_ink": last_ink_rows(images).astype(np.int8),
        "predictions": predictions.astype(np.uint8),
        "cut": cut,
        "cut_predictions": _read_out(head, cut_hidden).argmax(-1).astype(np.uint8),
        "probe_predictions": probe_logits.argmax(-1).astype(np.uint8),
        "loss": _losses(logits, labels),
        "probe_loss": _losses(probe_logits, labels),
        "confidence": softmax(logits.astype(np.float64), axis=-1).max(-1).mean(0),
        "changes": states.state_changes(hidden),
        "h_saturated": states.saturated_states(hidden),
        "examples": examples,
        "example_images": images[examples],
        "example_logits": logits[examples],
        "digit_image": images[shown],
        "digit_label": labels[shown],
        **{f"digit_{name}": values[shown] for name, values in history.items()},
        **_gates(history, cell.gates),
    }
    if "c" in history:
        arrays |= _cells(history, arrays["first_ink"], labels, head, gates_seen=every == 1)
    logging.info("largest difference to the library's layer: %.2g", arrays["library_difference"])
    save_arrays(output, **arrays)


def _read_out(layers, hidden):
    """The logits (n, steps, classes) of the layers behind the recurrent one, at each step."""
    logits = []
    for state in np.moveaxis(hidden, 1, 0):
        for layer in layers:
            state = layer(state)
        logits.append(state.numpy())
    return np.stack(logits, axis=1)


def _losses(logits, labels):
    return [cross_entropy(step, labels) for step in np.moveaxis(logits, 1, 0)]


def _gates(history, names):
    """Of each gate: the mean over the units, by image; over the images, by unit; saturation."""
    arrays = {}
    for name in names:
        arrays[f"{name}_by_image"] = history[name].mean(2)
        arrays[f"{name}_by_unit"] = history[name].mean(0, dtype=np.float64)
        arrays[f"{name}_low"], arrays[f"{name}_high"] = states.saturation(history[name])
    return arrays


def _cells(history, first_ink, labels, head, gates_seen):
    """Of the cells of an LSTM: means by unit, counting, the share beyond one; by unit the share
    that is left in the end of the cell after row TOP, and the accuracy when that is taken out of
    the last cell. These two are NaN where the gates are not seen at every step."""
    cells = history["c"]
    arrays = {
        "c_by_unit": cells.mean(0, dtype=np.float64),
        "c_onward": states.onward_shares(cells, first_ink),
        "c_beyond_one": (np.abs(cells) > 1).mean((0, 2)),
        "kept_by_unit": np.full(cells.shape[2], np.nan),
        "accuracy_without_kept": np.nan,
    }
    if gates_seen:
        kept = states.kept_shares(history["f"])
        rewritten = cells[:, -1] - kept * cells[:, states.TOP - 1]
        shown = history["o"][:, -1] * np.tanh(rewritten)
        predictions = _read_out(head, shown[:, None]).argmax(-1)
        arrays["kept_by_unit"] = kept.mean(0, dtype=np.float64)
        arrays["accuracy_without_kept"] = decisions.accuracies(predictions, labels)[0]
    return arrays


if __name__ == "__main__" and not ran_in_fork():
    with job_log(*snakemake.log):
        trace_states(
            snakemake.input.data,
            snakemake.input.model,
            snakemake.output[0],
            snakemake.params.digit,
            snakemake.threads,
        )
