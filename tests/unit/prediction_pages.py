"""A page of small pixel predictors, their weights random: made by the rule's script, untrained."""

import numpy as np
import pandas
from make_prediction_page import make_prediction_page
from rowreader.data.images import pack
from rowreader.networks.predictor import build_predictor
from rowreader.networks.store import save_model
from rowreader.run.files import save_arrays, save_record, save_table

NETWORKS = {
    "gru-5": {},
    "lstm-4": {"unit_forget_bias": True},
    "gru-6": {"reset_after": True},
    "gru-2x4": {},
    "lstm-2x3": {"unit_forget_bias": False},
}
SEED = 3
COSTS = {name: 0.1 + 0.01 * k for k, name in enumerate(NETWORKS)}
LABELS = np.array([7, 2, 1, 0, 4, 1, 7, 9])


def sample_images(rng):
    """Ink in the rows 5 to 24, (8, 28, 28)."""
    images = np.zeros((len(LABELS), 28, 28), np.uint8)
    images[:, 4:24, 6:22] = rng.random((len(images), 20, 16)) < 0.4
    images[:, 23, 10] = 1
    return images


def write_page(folder):
    """Return (path of the page, {name: Keras model}, images)."""
    rng = np.random.default_rng(0)
    images, models, paths, costs = sample_images(rng), {}, {}, []
    for name, options in NETWORKS.items():
        settings = {"reset_after": False, "unit_forget_bias": True, **options}
        models[name] = build_predictor(name, settings, "keras")
        weights = models[name].get_weights()
        models[name].set_weights([rng.normal(0, 0.6, weight.shape) for weight in weights])
        paths[name] = folder / f"{name}.keras"
        save_model(models[name], paths[name])
        costs.append(folder / f"{name}.csv")
        save_table(costs[-1], pandas.DataFrame(cost_rows(COSTS[name])))
    save_arrays(
        folder / "binarized.npz",
        test_images=pack(images),
        test_labels=LABELS.astype(np.uint8),
    )
    machine = {"processor": "<a processor>", "system": "Linux"}
    environment = {"commit": "", "python": "3", "packages": {}, "machine": machine}
    save_record(folder / "environment.json", environment)
    make_prediction_page(
        folder / "binarized.npz",
        paths,
        costs,
        SEED,
        folder / "environment.json",
        folder / "page.html",
    )
    return folder / "page.html", models, images


def cost_rows(cost):
    """An evaluation of two seeds, of which the second is the page's."""
    return [
        {"seed": seed, "part": part, "nats_per_pixel": value}
        for seed, value in ((0, 9.0), (SEED, cost))
        for part in ("train", "validation", "test")
    ]
