"""Trained networks as the page's data: their layers, weights, and what they read at each row."""

import logging
from pathlib import Path

import keras
import numpy as np

from ..cells.lookup import cell_of
from ..data.images import ROWS
from ..networks.store import predict
from .page import FOLDER, packed
from .titles import title

# What the twins of the cells compute; another option of a layer is not theirs.
CELL_OPTIONS = {"activation": "tanh", "recurrent_activation": "sigmoid", "use_bias": True}
CELL_OPTIONS |= {"go_backwards": False}
ACTIVATIONS = ("linear", "relu")
NOTHING_TO_DO = ("inputlayer", "dropout", "reshape")  # once trained, a step at a time


class NoTwin(Exception):
    """The page has no code for a layer; its text says for which."""


def cell_twins(folder=FOLDER):
    """The cell types that the page can run: a file of its folder `cells` each."""
    return {path.stem for path in Path(folder, "cells").glob("*.js")}


def page_networks(models, load, about):
    """Return the networks as the page's data, and a sentence for each that it cannot run.

    models: {name: path}. load: from a path to the Keras model. about: from a name and its model to
    what the page tells of it besides, a dict.
    """
    networks, left_out = [], []
    for name, path in models.items():
        model = load(path)
        try:
            network = network_data(model)
        except NoTwin as reason:
            left_out.append(f"{title(name)} is left out: {reason}.")
            logging.info(left_out[-1])
            continue
        networks.append({"name": name, "title": title(name), **about(name, model), **network})
        logging.info("%s: %d layers", name, len(network["layers"]))
    return networks, left_out


def network_data(model):
    """Return a Keras model for JSON: {"steps_per_row", "layers", "weights"}, the weights of all
    layers one after the other. Raises NoTwin."""
    described = [part for layer in model.layers if (part := _layer(layer))]
    weights = [array for _, arrays in described for array in arrays]
    return {
        "steps_per_row": _steps_per_row(model),
        "layers": [
            {**layer, "shapes": [list(array.shape) for array in arrays]}
            for layer, arrays in described
        ],
        "weights": packed(np.concatenate([array.ravel() for array in weights])),
    }


def logits_by_row(model, images):
    """Return the logits (n, 28, 10) of uint8 images after each row, by the stock layers: the head
    reads the last cell's state at each step."""
    every = _steps_per_row(model)
    last = max(position for position, layer in enumerate(model.layers) if cell_of(layer))
    (values,) = model.inputs
    for position, layer in enumerate(model.layers):
        values = (_at_each_step(layer) if cell_of(layer) else layer)(values)
        if position == last:
            values = values[:, every - 1 :: every]
    return predict(keras.Model(model.inputs, values), images)


def _steps_per_row(model):
    return next(layer for layer in model.layers if cell_of(layer)).input.shape[1] // ROWS


def _at_each_step(layer):
    """The layer with the same weights, giving its state at each step and not only the last."""
    config = layer.get_config()
    twin = type(layer).from_config({**config, "return_sequences": True, "dtype": config["dtype"]})
    twin.build(layer.input.shape)
    twin.set_weights(layer.get_weights())
    return twin


def _layer(layer):
    """Return the layer's ({"kind", options}, weights), or None if it does nothing once trained."""
    cell = cell_of(layer)
    kind = cell.name if cell else type(layer).__name__.lower()
    if kind in NOTHING_TO_DO:
        return None
    if kind == "relu":
        return {"kind": kind}, []
    if kind == "dense" and layer.activation.__name__ in ACTIVATIONS and layer.use_bias:
        return {"kind": kind, "activation": layer.activation.__name__}, layer.get_weights()
    if kind == "batchnormalization":
        scale = layer.gamma / keras.ops.sqrt(layer.moving_variance + layer.epsilon)
        shift = layer.beta - layer.moving_mean * scale
        return {"kind": "scale"}, [np.asarray(scale), np.asarray(shift)]
    if kind not in cell_twins():
        raise NoTwin(f"the page has no twin of the layer {type(layer).__name__}")
    config = layer.get_config()
    for option, value in CELL_OPTIONS.items():
        if config.get(option, value) != value:
            raise NoTwin(f"its {type(layer).__name__} has {option} = {config[option]!r}")
    return {"kind": kind, "reset_after": config.get("reset_after", False)}, layer.get_weights()
