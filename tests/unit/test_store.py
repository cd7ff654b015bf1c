"""A saved network: the same bytes every time, nothing that an older Keras refuses, its weights."""

import json
import zipfile

import keras
import numpy as np
import pytest
from defaults import MODELS
from rowreader.networks.build import build_model
from rowreader.networks.store import NEW_KEYS, save_model


def keys(config):
    """The names of every key, however deep."""
    if isinstance(config, list):
        return {key for item in config for key in keys(item)}
    if not isinstance(config, dict):
        return set()
    return set(config).union(*(keys(value) for value in config.values()))


@pytest.mark.parametrize("name", ["gru-4", "lstm-2x3", "linear"])
def test_a_saved_network_has_no_key_that_an_older_keras_refuses(tmp_path, name):
    model = build_model(name, MODELS | {"batch_normalization": True})
    save_model(model, tmp_path / "model.keras")
    config = json.loads(zipfile.ZipFile(tmp_path / "model.keras").read("config.json"))
    assert not set(NEW_KEYS) & keys(config)
    loaded = keras.models.load_model(tmp_path / "model.keras")
    for one, other in zip(loaded.layers, model.layers, strict=True):
        assert one.get_config() == other.get_config()
    for one, other in zip(loaded.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
