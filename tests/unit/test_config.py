"""The configuration: defaults, one-line errors, impossible combinations."""

import copy
from pathlib import Path

import pytest
import yaml
from defaults import SCHEMA
from hypothesis import given
from hypothesis import strategies as st
from rowreader.run.config import check_config, sweep_points
from rowreader.run.errors import UserError

ROOT = Path(__file__).parents[2]
CONFIG = yaml.safe_load((ROOT / "config/config.yaml").read_text())
KEYS = [
    (section, key) for section, part in SCHEMA["properties"].items() for key in part["properties"]
]


def changed(section, key, value):
    config = copy.deepcopy(CONFIG)
    config[section][key] = value
    return config


def errors(config):
    with pytest.raises(UserError) as caught:
        check_config(config, SCHEMA)
    return str(caught.value)


def test_config_yaml_says_every_key_and_the_defaults():
    checked = check_config({}, SCHEMA)
    name = CONFIG["report"].pop("student_name")
    assert name and checked["report"].pop("student_name") == ""
    assert checked == CONFIG
    CONFIG["report"]["student_name"] = name


def test_the_readme_explains_every_key():
    text = (ROOT / "config/README.md").read_text()
    for section, key in KEYS:
        assert f"`{section}.{key}`" in text


@pytest.mark.parametrize(("section", "key"), KEYS)
@given(value=st.one_of(st.just({"a": 1}), st.just([[]]), st.just(object), st.just(-1e9)))
def test_a_bad_value_is_one_line_that_names_key_and_value(section, key, value):
    value = "\0bad" if value is object else value
    lines = errors(changed(section, key, value)).splitlines()
    assert any(line.startswith(f"config: {section}.{key}") for line in lines), lines
    assert all(line.startswith("config: ") and "must" in line or "form" in line for line in lines)


@pytest.mark.parametrize(
    ("section", "key", "value", "message"),
    [
        ("training", "epochs", 0, "training.epochs = 0: must be at least 1"),
        ("training", "epochs", "ten", "training.epochs = 'ten': must be of type integer"),
        ("data", "threshold", 1, "data.threshold = 1: must be less than 1"),
        ("models", "cells", ["rnn"], "models.cells.0 = 'rnn': must be one of lstm, gru"),
        ("sweep", "batch_size", [60000], "sweep.batch_size = 60000: must be at most data.train"),
        ("sweep", "dropout", [0.1, 1], "sweep.dropout.1 = 1: must be less than 1"),
        ("sweep", "threshold", [float("nan")], "sweep.threshold = [nan]: must be finite"),
        ("training", "batch_size", 60000, "must be at most data.train, which is 55000"),
        ("data", "validation", 9000, "data.train + data.validation = 64000"),
        ("analysis", "states", "gru-7", "analysis.states = 'gru-7': must be a one-layer gru"),
        ("analysis", "gates", "lstm-3x32", "must be a one-layer lstm of models"),
        ("analysis", "seed", 9, "analysis.seed = 9: must be one of training.seeds"),
        ("training", "epoch", 1, "training.epoch: unknown key; did you mean epochs?"),
        ("training", "learning_rate", float("nan"), "must be finite"),
    ],
)
def test_messages(section, key, value, message):
    assert message in errors(changed(section, key, value))


def test_a_combination_that_cannot_be():
    config = changed("training", "recurrence", "fused")
    config["models"] = {**config["models"], "reset_after": True}
    assert "training.recurrence = 'fused': GRU has no fused form with" in errors(config)


def test_there_is_no_sweep_by_default():
    assert sweep_points(check_config({}, SCHEMA)) == []


def test_a_sweep_is_the_product_of_its_lists():
    sweep = {"cells": ["gru", "lstm"], "layers": [1, 2], "dropout": [0, 0.5], "batch_size": [64]}
    points = sweep_points(check_config({"sweep": sweep}, SCHEMA))
    assert [point["model"] for point in points[::2]] == [
        *("gru-32", "gru-2x32", "lstm-32", "lstm-2x32")
    ]
    assert points[1] == {
        "model": "gru-32",
        "threshold": 0.1,
        "learning_rate": 0.001,
        "batch_size": 64,
        "dropout": 0.5,
    }


@pytest.mark.parametrize("name", ["quick", "tuned"])
def test_the_overlays_are_valid(name):
    overlay = yaml.safe_load((ROOT / f"config/{name}.yaml").read_text())
    merged = {section: {**CONFIG[section], **overlay.get(section, {})} for section in CONFIG}
    assert check_config(merged, SCHEMA) == merged
