"""Check the configuration, fill in its defaults, and report a fault in one line."""

import copy
import difflib
import itertools
import math

import jsonschema
import yaml

from ..cells import CELLS
from .errors import UserError
from .names import model_name, model_names, parse_model

SWEPT = [
    ("data", "threshold"),
    ("training", "learning_rate"),
    ("training", "batch_size"),
    ("models", "dropout"),
]
"""The settings, beside model and seeds, that section `sweep` has a list of."""


def check_yaml(path):
    """Raise a UserError that names file, line and fault if the file is no YAML."""
    try:
        with open(path, encoding="utf-8") as file:
            yaml.safe_load(file)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UserError(f"{path}, line {mark.line + 1}: no valid YAML: {error.problem}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: no valid YAML: {' '.join(str(error).split())}") from error


def check_config(config, schema):
    """Return a copy of `config` with the schema's defaults filled in.

    Raises UserError, one line per fault, each naming the key, its value and what is allowed.
    """
    schema = {**schema, "$defs": {"cell": {"enum": list(CELLS)}}}
    validator = jsonschema.Draft202012Validator(schema)
    faults = [_describe(error, schema) for error in validator.iter_errors(config)]
    if not faults:
        config = _with_defaults(config, schema)
        faults = list(_impossible_combinations(config))
    if faults:
        raise UserError("\n".join(f"config: {fault}" for fault in sorted(faults)))
    return config


def sweep_points(config):
    """Return every combination of the lists of section `sweep`, a dict each; [] if all are empty.

    An empty list stands for the setting elsewhere; cell and units for those of analysis.states.
    """
    sweep = config["sweep"]
    if not any(sweep.values()):
        return []
    cell, layers, units = parse_model(config["analysis"]["states"])
    models = itertools.product(
        sweep["cells"] or [cell], sweep["layers"] or [layers], sweep["units"] or [units]
    )
    values = {"model": [model_name(*model) for model in models]}
    for section, key in SWEPT:
        values[key] = sweep[key] or [config[section][key]]
    return [dict(zip(values, point, strict=True)) for point in itertools.product(*values.values())]


def _with_defaults(config, schema):
    config = copy.deepcopy(config)
    for key, part in schema["properties"].items():
        if "default" in part:
            config.setdefault(key, copy.deepcopy(part["default"]))
        if part.get("type") == "object":
            config[key] = _with_defaults(config[key], part)
    return config


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
    ):
        if max(sizes, default=0) > data["train"]:
            yield (
                f"{section}.batch_size = {max(sizes)}: "
                f"must be at most data.train, which is {data['train']}"
            )
    if training["recurrence"] == "fused":
        for name in dict.fromkeys([*models["cells"], *config["sweep"]["cells"]]):
            if why := CELLS[name].not_fused(models):
                why = f"{CELLS[name].title} {why}"
                yield f"training.recurrence = 'fused': {why}; must be auto or keras"
    names = model_names(models)
    for key, cell in (("states", "gru"), ("gates", "lstm")):
        allowed = [name for name in names if name.startswith(cell) and "x" not in name]
        if analysis[key] not in allowed:
            yield (
                f"analysis.{key} = {analysis[key]!r}: must be a one-layer {cell} of models, "
                f"which has {', '.join(allowed) or 'none'}"
            )
    if analysis["seed"] not in training["seeds"]:
        yield (
            f"analysis.seed = {analysis['seed']}: must be one of training.seeds, "
            f"{training['seeds']}"
        )
    for section, settings in config.items():
        for key, value in settings.items():
            numbers = value if isinstance(value, list) else [value]
            if not all(math.isfinite(n) for n in numbers if isinstance(n, float)):
                yield f"{section}.{key} = {value}: must be finite"


def _describe(error, schema):
    key = ".".join(str(part) for part in error.absolute_path)
    if error.validator == "additionalProperties":
        known = list(error.schema["properties"])
        unknown = sorted(str(name) for name in error.instance if name not in known)[0]
        close = difflib.get_close_matches(unknown, known, n=1)
        hint = f"did you mean {close[0]}?" if close else f"known here: {', '.join(known)}"
        return f"{key + '.' if key else ''}{unknown}: unknown key; {hint}"
    value = repr(error.instance)
    value = value if len(value) <= 60 else value[:57] + "..."
    return f"{key or 'the file'} = {value}: {_allowed(error)}"


def _allowed(error):
    rule = error.validator_value
    text = {
        "type": lambda: f"must be of type {rule if isinstance(rule, str) else ' or '.join(rule)}",
        "enum": lambda: f"must be one of {', '.join(map(str, rule))}",
        "minimum": lambda: f"must be at least {rule}",
        "maximum": lambda: f"must be at most {rule}",
        "exclusiveMinimum": lambda: f"must be greater than {rule}",
        "exclusiveMaximum": lambda: f"must be less than {rule}",
        "minItems": lambda: f"must have at least {rule} item",
        "maxItems": lambda: f"must have at most {rule} items",
        "uniqueItems": lambda: "must have no item twice",
        "pattern": lambda: "has a form that is not allowed",
    }.get(error.validator, lambda: error.message)()
    about = error.schema.get("description") if isinstance(error.schema, dict) else None
    return f"{text} ({about})" if about else text
