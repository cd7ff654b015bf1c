"""Save and load Keras models, and run them."""

import json
import re
import zipfile

import keras
import numpy as np

from ..data.images import CLASSES
from ..run.files import atomic, damaged

BATCH = 1000
NEW_KEYS = {
    **dict.fromkeys(("quantization_config", "input_axes", "output_axes", "renorm_clipping")),
    "renorm": False,
    "renorm_momentum": 0.99,
}
"""Keys of a layer's configuration that Keras 3.8 refuses, and the default of each: a key that has
it means the same when it is left out."""


def save_model(model, path):
    """Save the model as Keras does, but without the date, with counted identities of shared
    objects (Keras takes memory addresses), and without what older versions of Keras refuse: the
    same bytes for the same model."""
    with atomic(path) as temporary:
        model.save(temporary)
        with zipfile.ZipFile(temporary) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        metadata = json.loads(members["metadata.json"])
        metadata.pop("date_saved", None)
        members["metadata.json"] = json.dumps(metadata)
        numbers = {}
        members["config.json"] = re.sub(
            r'"shared_object_id": (\d+)',
            lambda found: f'"shared_object_id": {numbers.setdefault(found[1], len(numbers))}',
            json.dumps(_without_new_keys(json.loads(members["config.json"]))),
        )
        with zipfile.ZipFile(temporary, "w") as archive:
            for name, content in members.items():
                archive.writestr(zipfile.ZipInfo(name), content)  # dated 1980


def _without_new_keys(config):
    if isinstance(config, list):
        return [_without_new_keys(item) for item in config]
    if not isinstance(config, dict):
        return config
    return {
        key: _without_new_keys(value)
        for key, value in config.items()
        if not (key in NEW_KEYS and value == NEW_KEYS[key])
    }


def not_finite(variables):
    """Return the path of the first variable that holds a NaN or an infinity, or None."""
    return next((v.path for v in variables if not np.isfinite(v.numpy()).all()), None)


def load_model(path, inputs, outputs=(CLASSES,), rule="train"):
    """Return the stock Keras model that `rule` made, of these shapes without the batch; a UserError
    if the file is damaged, of other shapes, or holds weights that are not finite: layers such as
    ReLU turn a NaN to a plausible zero."""
    try:
        model = keras.models.load_model(path, compile=False)
    except Exception as error:  # Keras raises whatever its zip, json and h5 readers raise
        raise damaged(path, rule, f"{type(error).__name__}: {error}".splitlines()[0]) from error
    found, wanted = (model.input_shape[1:], model.output_shape[1:]), (tuple(inputs), tuple(outputs))
    if found != wanted:
        shapes = "it maps {} to {}, not {} to {}".format(*found, *wanted)
        raise damaged(path, rule, shapes)
    if (name := not_finite(model.weights)) is not None:
        raise damaged(path, rule, f"its weight {name} is not finite")
    return model


def predict(model, images):
    """Return the model's outputs for uint8 images (n, rows, columns) as numpy."""
    return np.concatenate(
        [
            model.predict_on_batch(images[start : start + BATCH].astype(np.float32))
            for start in range(0, len(images), BATCH)
        ]
    )
