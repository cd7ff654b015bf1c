"""Train every recurrent network of a configuration, from every seed, as a user of stock Keras does:
one process, one training after another, as many threads as there are cores."""

import json
import math
import sys

import turns  # noqa: F401 (finds rowreader)

import keras
from rowreader.data.images import load_part
from rowreader.networks.build import build_model
from rowreader.run.names import model_names
from rowreader.training.fit import compiled

data, config = sys.argv[1], json.loads(sys.argv[2])
(images, labels), validation = load_part(data, "train"), load_part(data, "validation")
training = {**config["training"], "recurrence": "keras"}
steps = training["epochs"] * math.ceil(len(images) / training["batch_size"])
for name in model_names(config["models"]):
    for seed in training["seeds"]:
        keras.utils.set_random_seed(seed)
        compiled(build_model(name, config["models"]), training, steps).fit(
            images.astype("float32"),
            labels,
            batch_size=training["batch_size"],
            epochs=training["epochs"],
            validation_data=(validation[0].astype("float32"), validation[1]),
            verbose=0,
        )
