"""What images cost under a model of their pixels: the cross-entropy in nats."""

import numpy as np

from ..data.images import COLUMNS, ROWS
from ..run.files import damaged, load_arrays, load_table
from .intervals import mean_over_images
from .likelihoods import log_likelihoods

PREDICTED = ROWS * COLUMNS - 1  # pixels of an image: all but the first
TRAINING_IMAGES = 10_000  # at most so many are evaluated: a large network takes minutes for all
BATCH = 500
COLUMNS_OF_COSTS = [
    *("model", "parameters", "images", "nats_per_pixel", "nats_per_image", "standard_error"),
]


def evaluated(part, images):
    """The images of a part that an evaluation takes: of the training images 10,000, evenly spaced
    from the first to the last; of the others all."""
    if part != "train" or len(images) <= TRAINING_IMAGES:
        return images
    return images[np.linspace(0, len(images) - 1, TRAINING_IMAGES).astype(int)]


def image_costs(logits_of, images):
    """Return the nats of each image, (n,), float64: by the chain rule the sum over its pixels of
    -log p(pixel | those before it), without the first, which no model here predicts.

    images: zeros and ones, (n, rows, columns). logits_of: from such images to the log-odds of ink
    of each pixel after the first, (n, pixels - 1).
    """
    costs = []
    for start in range(0, len(images), BATCH):
        batch = images[start : start + BATCH]
        pixels = batch.reshape(len(batch), -1)[:, 1:]
        costs.append(-log_likelihoods(logits_of(batch), pixels).sum(1))
    return np.concatenate(costs)


def cost_row(name, seed, parameters, part, costs):
    """A row of an evaluation: means over the images whose costs (n,) are given, and the standard
    error of their mean."""
    over = mean_over_images(costs)
    return {
        "model": name,
        "seed": seed,
        "parameters": parameters,
        "part": part,
        "images": len(costs),
        "nats_per_pixel": over.mean / PREDICTED,
        "nats_per_image": over.mean,
        "standard_error": over.error,
    }


def load_costs(table_path, test_path, rule):
    """Return the rows of an evaluation, its test costs held against those of each image; a
    UserError names the file that is damaged and the rule that makes it."""
    table = load_table(table_path, rule, COLUMNS_OF_COSTS, key=["seed", "part"])
    test = load_arrays(test_path, rule, ["nats"])["nats"]
    found = table.loc[table["part"] == "test", "nats_per_image"]
    if test.ndim != 2 or len(found) != len(test) or not np.allclose(found, test.mean(1), 1e-9, 0):
        raise damaged(table_path, rule, f"its test costs are not those of {test_path}")
    if not np.allclose(table["nats_per_image"], PREDICTED * table["nats_per_pixel"], 1e-9, 0):
        raise damaged(table_path, rule, f"an image does not cost what its {PREDICTED} pixels do")
    return table
