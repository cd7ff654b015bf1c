"""A page of small networks of every kind, their weights random: made without a training."""

import numpy as np
from rowreader.data.images import pack
from rowreader.networks.build import build_model
from rowreader.report.page import colours, packed, render_page
from rowreader.report.page_networks import logits_by_row, network_data
from rowreader.report.titles import title

from ..unit.defaults import MODELS

SETTINGS = {
    "gru-5": {"dropout": 0.5},
    "lstm-5": {"batch_normalization": True},
    "gru-6": {"reset_after": True},
    "gru-3x4": {},
    "gru-3": {"step_reads": "pixel"},
    "lstm-2x4": {"step_reads": "pixel"},
}
IMAGES = 70
EXAMPLES = [3, 11]


def sample_networks(rng):
    """{name: Keras model}"""
    models = {}
    for name, settings in SETTINGS.items():
        models[name] = build_model(name, {**MODELS, **settings})
        models[name].set_weights(
            [
                rng.uniform(0.5, 1.5, weight.shape)  # a variance is positive
                if "variance" in weight.path
                else rng.normal(scale=0.5, size=weight.shape)
                for weight in models[name].weights
            ]
        )
    return models


def sample_page(models, images):
    """The HTML, with the digits 0 to 9 in turn as labels."""
    labels = np.arange(len(images)) % 10
    networks = []
    for name, model in models.items():
        predicted = logits_by_row(model, images)[:, -1].argmax(1)
        networks.append(
            {
                "name": name,
                "title": title(name),
                "accuracy": float((predicted == labels).mean()),
                "predicted": packed(predicted),
                "decided": packed(1 + np.arange(len(images)) % 28),
                **network_data(model),
            }
        )
    document = {
        "images": packed(pack(images)),
        "labels": packed(labels),
        "examples": EXAMPLES,
        "networks": networks,
        "first": "gru-5",
        "colours": colours(),
    }
    return render_page({"left_out": ["A word on <b>it</b>."], "provenance": "Made by"}, document)


def sample_images(rng):
    """Blots of ink between the rows 5 and 24."""
    images = np.zeros((IMAGES, 28, 28), np.uint8)
    images[:, 4:24, 6:22] = rng.random((IMAGES, 20, 16)) < 0.4
    images[:, 23, 10] = 1
    return images
