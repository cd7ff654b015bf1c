"""About how many seconds each job takes, on one quiet core of a server of 2021 (AMD EPYC).

A run corrects them by what its machine takes; only their ratios matter then.
"""

from ..networks.cost import training_cost
from ..run.names import WHOLE_IMAGE, parse_model

START = 5.0  # seconds until TensorFlow is loaded and a network is built
SMALL = 1.5
"""Seconds of a job that is not named here: a table, a figure."""
SECONDS = {
    "all": 0.0,
    "download": 6.0,
    "demonstrate_theory": 3.0,
    "trace_states": 4.0,
    "make_notebook": 8.0,
    "make_page": 8.0,
    "compile": 3.0,
}


def job_seconds(rule, model, settings):
    """Return (fixed, growing): the seconds of a job's start, and those that grow with its work.

    model: the name of its network, None where the job has no single one. settings: the sections
    `data`, `models` and `training` of the configuration.
    """
    rule = rule.removesuffix("_in_sweep")
    if model is None or rule not in ("train", "evaluate"):
        return SECONDS.get(rule, SMALL), 0.0
    by_pixel = settings["models"]["rows"] == "pixel" and model not in WHOLE_IMAGE
    steps = 28 if by_pixel else 1  # a row has as many pixels
    data = settings["data"]
    if rule == "train":
        sequences = data["train"] * settings["training"]["epochs"]
        return START, sequences * steps * _seconds_a_sequence(model)
    # Each seed's network reads all parts once, and four more test sets, whose images are moved.
    sequences = data["train"] + data["validation"] + 5 * data["test"]
    sequences *= len(settings["training"]["seeds"])
    return START - 1, sequences * steps * _seconds_a_sequence(model) / 3


def _seconds_a_sequence(model):
    """Of a training step: a part for each layer's dispatch, one for its arithmetic."""
    layers = 1 if model in WHOLE_IMAGE else parse_model(model)[1]
    return (10 * layers + 0.86 * training_cost(model)) / 1e6
