"""Check the configuration, fill in its defaults, and report a fault in one line."""

import contextlib
import copy
import itertools
import math
import os
from pathlib import Path

import jsonschema

from ..cells import CELLS
from .convert import convert
from .errors import UserError
from .faults import describe
from .letters import missing_letter_fault
from .names import model_name, parse_model

SWEPT = [
    ("data", "threshold"),
    ("training", "learning_rate"),
    ("training", "batch_size"),
    ("models", "dropout"),
]
"""The settings, beside model and seeds, that section `sweep` has a list of."""
PER_SIZE = ("epochs", "learning_rate")
"""The settings of section `prediction` that may have a value for each size."""
MOST_TRAININGS = 10_000
"""Of a sweep: planning more takes Snakemake longer than anyone waits."""
SOURCE_PARTS = [".git", ".snakemake", ".venv", "config", "docs", "envs", "profiles", "tests"]
SOURCE_PARTS += ["workflow"]


def check_config(config, schema):
    """Return a copy of `config` with values of the schema's types and its defaults filled in.

    Raises UserError, one line per fault, each naming the key, its value and what is allowed.
    """
    schema = {**schema, "$defs": {"cell": {"enum": list(CELLS)}}}
    config = convert(config, schema)
    validator = jsonschema.Draft202012Validator(schema)
    faults = [describe(error) for error in validator.iter_errors(config)]
    if not faults:
        config = _with_defaults(config, schema)
        faults = list(_impossible_combinations(config))
    if faults:
        raise UserError("\n".join(f"config: {fault}" for fault in sorted(faults)))
    return config


def sweep_points(config):
    """Return every combination of the lists of section `sweep`, a dict each; [] if all are empty.

    An empty list stands for the setting elsewhere; cell and units for those of analysis.states_of.
    """
    sweep = config["sweep"]
    if not any(sweep.values()):
        return []
    cell, layers, units = parse_model(config["analysis"]["states_of"])
    models = itertools.product(
        sweep["cells"] or [cell], sweep["layers"] or [layers], sweep["units"] or [units]
    )
    values = {"model": [model_name(*model) for model in models]}
    for section, key in SWEPT:
        values[key] = sweep[key] or [config[section][key]]
    return [dict(zip(values, point, strict=True)) for point in itertools.product(*values.values())]


def predictor_settings(config, name):
    """Return section `prediction` as one predictor's training takes it: without what says how many
    there are, and with its own value where a key has one for each size."""
    prediction = config["prediction"]
    number = prediction["sizes"].index(name.partition("-")[2])
    return {
        key: value[number] if key in PER_SIZE and isinstance(value, list) else value
        for key, value in prediction.items()
        if key not in ("cells", "sizes", "seeds", "ablation", "ablation_epochs")
    }


def check_results_folder(results, source):
    """Raise a UserError unless the workflow may fill, and `make clean` delete, the folder
    `results`, a path relative to the working folder. source: the folder of the Snakefile."""
    if fault := _results_fault(results, Path(source)):
        raise UserError(f"config: pathvars.results = {results!r}: {fault}")


def _results_fault(results, source):
    if results.startswith("~") or "$" in results:
        return "nothing expands ~ and $; must be the path written out"
    folder = Path(results).resolve()
    places = [("the working folder", Path()), ("the workflow's source", source)]
    with contextlib.suppress(RuntimeError):  # a user without a home
        places.append(("your home", Path.home()))
    for what, place in places:
        if place.resolve().is_relative_to(folder):
            return (
                f"is or holds {what}, which deleting the results would delete; must be a folder "
                "of its own, such as results"
            )
    for part in [Path(".snakemake"), *(source / part for part in SOURCE_PARTS)]:
        if folder.is_relative_to(part.resolve()):
            return f"lies in {part.name}, a part of the project; must be a folder of its own"
    file = next((path for path in (folder, *folder.parents) if path.exists()), folder)
    if not file.is_dir():
        return f"{file} is a file; must be a folder, or a new one"
    if (plain := os.path.normpath(results)) != results:
        return f"must be written {plain}, for Snakemake compares paths as text"
    return None


def _sweep_trainings(config):
    """How many networks section `sweep` trains."""
    sweep = config["sweep"]
    if not any(sweep.values()):
        return 0
    lists = {**sweep, "seeds": sweep["seeds"] or config["training"]["seeds"]}
    return math.prod(len(values) or 1 for values in lists.values())


def _with_defaults(config, schema):
    config = copy.deepcopy(config)
    for key, part in schema["properties"].items():
        if "default" in part:
            config.setdefault(key, copy.deepcopy(part["default"]))
        if part.get("type") == "object":
            config[key] = _with_defaults(config[key], part)
    # In the schema's order: Snakemake compares a rule's params as text, so that a key written in
    # another place, or in an overlay, would run it again.
    return {key: config[key] for key in schema["properties"] if key in config}


def _prediction_faults(prediction):
    for key in PER_SIZE:
        values, sizes = prediction[key], prediction["sizes"]
        if isinstance(values, list) and len(values) != len(sizes):
            yield (
                f"prediction.{key} = {values}: must be one number, or as many as there are "
                f"prediction.sizes, which is {len(sizes)}"
            )
    for name in prediction["cells"]:
        if (
            "chrono" in (prediction["gate_bias"], *prediction["ablation"])
            and not CELLS[name].memory
        ):
            yield (
                f"prediction: gate bias chrono: {CELLS[name].title} has no gate that keeps its "
                "state; gate_bias must be keras, and ablation be empty or [keras]"
            )


def _impossible_combinations(config):
    data, models, training, analysis = (
        config[key] for key in ("data", "models", "training", "analysis")
    )
    if data["train"] + data["validation"] > 60000:
        yield (
            f"data.train + data.validation = {data['train'] + data['validation']}: "
            "together they must be at most 60000, the size of the training file"
        )
    for section, sizes in (
        ("training", [training["batch_size"]]),
        ("sweep", config["sweep"]["batch_size"]),
        ("prediction", [config["prediction"]["batch_size"]]),
    ):
        if max(sizes, default=0) > data["train"]:
            yield (
                f"{section}.batch_size = {max(sizes)}: "
                f"must be at most data.train, which is {data['train']}"
            )
    if training["recurrence"] == "fused":
        sections = (models, config["sweep"], config["prediction"])
        for name in dict.fromkeys(name for section in sections for name in section["cells"]):
            if why := CELLS[name].not_fused(models):
                why = f"{CELLS[name].title} {why}"
                yield f"training.recurrence = 'fused': {why}; must be auto or keras"
    # Of models.sizes, not of models.cells: question 3 looks into a GRU and an LSTM whichever cells
    # the tables compare.
    one_layer = [size for size in models["sizes"] if "x" not in size]
    for key, cell in (("states_of", "gru"), ("gates_of", "lstm")):
        allowed = [f"{cell}-{size}" for size in one_layer]
        if analysis[key] not in allowed:
            yield (
                f"analysis.{key} = {analysis[key]!r}: must be a one-layer {cell} of a size in "
                f"models.sizes, which allow {', '.join(allowed) or 'none: add one, such as 32'}"
            )
    yield from _prediction_faults(config["prediction"])
    if analysis["seed"] not in training["seeds"]:
        yield (
            f"analysis.seed = {analysis['seed']}: must be one of training.seeds, "
            f"{training['seeds']}"
        )
    trainings = _sweep_trainings(config)
    if trainings > MOST_TRAININGS:
        yield (
            f"sweep: its lists make {trainings} trainings; must be at most {MOST_TRAININGS}, so "
            "shorten a list"
        )
    if fault := missing_letter_fault("report.student_name", config["report"]["student_name"]):
        yield fault
    for section, settings in config.items():
        for key, value in settings.items():
            numbers = value if isinstance(value, list) else [value]
            if not all(math.isfinite(n) for n in numbers if isinstance(n, float)):
                yield f"{section}.{key} = {value}: must be finite"
