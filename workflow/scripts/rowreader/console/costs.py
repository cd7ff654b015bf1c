"""About how many seconds each job takes, on one quiet core of a server of 2021 (AMD EPYC).

A run corrects them by what its machine takes; only their ratios matter then.
"""

from ..networks.cost import training_cost
from ..run.config import predictor_settings
from ..run.names import WHOLE_IMAGE, parse_model

START = 4.0
"""Seconds until a network is built and traced, and where jobs are no forks, TensorFlow imported."""
SMALL = 1.5
"""Seconds of a job that is not named here: a table, a figure."""
SECONDS = {
    "all": 0.0,
    "download": 6.0,
    "demonstrate_theory": 3.0,
    "trace_states": 3.0,
    "make_notebook": 20.0,
    "make_page": 4.0,
    "compile": 3.0,
}


PIXELS = 28  # times as many steps as where a step reads a row: a row has as many pixels


def job_seconds(rule, model, settings):
    """Return (fixed, growing): the seconds of a job's start, and those that grow with its work.

    model: the name of its network, None where the job has no single one. settings: the
    configuration.
    """
    rule = rule.removesuffix("_in_sweep")
    if model is None or rule not in SEQUENCES:
        return SECONDS.get(rule, SMALL), 0.0
    growing = SEQUENCES[rule](model, settings) * _seconds_a_sequence(model)
    of_pixels = rule in PREDICTION or settings["models"]["step_reads"] == "pixel"
    return START, growing * (PIXELS if of_pixels and model not in WHOLE_IMAGE else 1)


def _trained(model, settings):
    return settings["data"]["train"] * settings["training"]["epochs"]


def _evaluated(model, settings):
    # Each seed's network reads all parts once, and four more test sets, whose images are moved.
    # A step without its gradient takes a third.
    data = settings["data"]
    sequences = data["train"] + data["validation"] + 5 * data["test"]
    return sequences * len(settings["training"]["seeds"]) / 3


def _predictor_trained(model, settings):
    return settings["data"]["train"] * predictor_settings(settings, model)["epochs"]


def _ablated(model, settings):
    return settings["data"]["train"] * settings["prediction"]["ablation_epochs"]


def _predictor_evaluated(model, settings):
    data = settings["data"]
    sequences = data["train"] + data["validation"] + data["test"]
    return sequences * len(settings["prediction"]["seeds"]) / 3


PREDICTION = {
    "train_predictor": _predictor_trained,
    "train_ablation": _ablated,
    "evaluate_predictor": _predictor_evaluated,
}
SEQUENCES = {"train": _trained, "evaluate": _evaluated, **PREDICTION}
"""How many sequences a job trains on, or as many as take as long."""


def _seconds_a_sequence(model):
    """Of a training step: a part for each layer's dispatch, one for its arithmetic."""
    layers = 1 if model in WHOLE_IMAGE else parse_model(model)[1]
    return (10 * layers + 0.86 * training_cost(model)) / 1e6
