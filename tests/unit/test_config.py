"""The configuration: defaults, one-line errors, impossible combinations."""

from pathlib import Path

import pytest
import yaml
from changed_config import CONFIG, changed, errors
from defaults import SCHEMA
from hypothesis import given
from hypothesis import strategies as st
from rowreader.run.config import check_config
from rowreader.run.letters import missing_letter, with_question_marks

ROOT = Path(__file__).parents[2]
KEYS = [
    (section, key) for section, part in SCHEMA["properties"].items() for key in part["properties"]
]


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
    assert all(line.startswith("config: ") and "must" in line for line in lines)


@pytest.mark.parametrize(
    ("section", "key", "value", "message"),
    [
        ("training", "epochs", 0, "training.epochs = 0: must be at least 1"),
        ("training", "epochs", "ten", "training.epochs = 'ten': must be of type integer"),
        ("data", "threshold", 1, "data.threshold = 1.0: must be less than 1"),
        ("models", "cells", ["rnn"], "models.cells.0 = 'rnn': must be one of lstm, gru"),
        ("sweep", "batch_size", [60000], "sweep.batch_size = 60000: must be at most data.train"),
        ("sweep", "dropout", [0.1, 1], "sweep.dropout.1 = 1.0: must be less than 1"),
        ("sweep", "threshold", [float("nan")], "sweep.threshold = [nan]: must be finite"),
        ("training", "batch_size", 60000, "must be at most data.train, which is 55000"),
        ("data", "validation", 9000, "data.train + data.validation = 64000"),
        ("analysis", "states_of", "gru-7", "analysis.states_of = 'gru-7': must be a one-layer gru"),
        ("analysis", "gates_of", "lstm-3x32", "must be a one-layer lstm of a size in models.sizes"),
        ("prediction", "epochs", [1, 2], "must be one number, or as many as there are prediction"),
        ("prediction", "learning_rate", [0.1], "prediction.sizes, which is 4"),
        ("prediction", "epochs", [1, 0, 1, 1], "prediction.epochs.1 = 0: must be at least 1"),
        ("prediction", "epochs", "x", "prediction.epochs = 'x': must be of type integer or list"),
        ("prediction", "learning_rate", [1, 1, 1, float("nan")], "must be finite"),
        ("prediction", "batch_size", 60000, "prediction.batch_size = 60000: must be at most data"),
        ("prediction", "gate_bias", "zeros", "must be one of chrono, keras"),
        ("prediction", "ablation", ["keras", "keras"], "must have no item twice"),
        ("prediction", "gate_biases", 1, "prediction.gate_biases: unknown key; did you mean gate"),
        ("analysis", "seed", 9, "analysis.seed = 9: must be one of training.seeds"),
        ("training", "epoch", 1, "training.epoch: unknown key; did you mean epochs?"),
        ("models", "step_reads", "image", "models.step_reads = 'image': must be one of row, pixel"),
        ("training", "learning_rate", float("nan"), "must be finite"),
        ("training", "clip_norm", 10**400, "must be at most 1000000000"),
        ("training", "epochs", 2.5, "training.epochs = 2.5: must be of type integer"),
        ("training", "seeds", list(range(101)), "must have at most 100 items, and has 101"),
        ("training", "seeds", 0, "training.seeds = 0: must be of type list"),
        ("training", "batch_size", "1:30", "training.batch_size = '1:30': must be of type integer"),
        ("models", "sizes", ["x32"], "models.sizes.0 = 'x32': must be units from 1 to 9999"),
        ("models", "sizes", [32], "models.sizes.0 = 32: must be of type text; put it in quotes"),
        ("report", "student_number", 0, "put it in quotes, without which YAML reads a number"),
        ("report", "student_number", "1 2", "must be 1 to 32 letters, digits, - and _"),
        ("report", "student_name", "a" * 81, "must have at most 80 letters, and has 81"),
        ("report", "student_name", "Иван", "the report's fonts have, and they have no 'И'"),
    ],
)
def test_messages(section, key, value, message):
    assert message in errors(changed(section, key, value))


def test_a_combination_that_cannot_be():
    config = changed("training", "recurrence", "fused")
    config["models"] = {**config["models"], "reset_after": True}
    assert "training.recurrence = 'fused': GRU has no fused form with" in errors(config)


@pytest.mark.parametrize("name", ["quick", "tuned", "prediction-quick"])
def test_the_overlays_are_valid(name):
    overlay = yaml.safe_load((ROOT / f"config/{name}.yaml").read_text())
    merged = {section: {**CONFIG[section], **overlay.get(section, {})} for section in CONFIG}
    assert check_config(merged, SCHEMA) == merged


def parts(schema):
    """The schema of every value: a key's, and that of a list's items."""
    for section in schema["properties"].values():
        for part in section["properties"].values():
            yield part
            if "items" in part:
                yield part["items"]


def test_every_number_and_list_has_an_end_and_every_pattern_is_put_in_words():
    for part in parts(SCHEMA):
        types = part.get("type", [])
        if {"integer", "number"} & {*([types] if isinstance(types, str) else types)}:
            assert "maximum" in part or "exclusiveMaximum" in part, part
        if part.get("type") == "array":
            assert "maxItems" in part or "enum" in part["items"], part
        assert ("form" in part) == ("pattern" in part), part


@pytest.mark.parametrize(("section", "key"), KEYS)
def test_an_absurd_number_is_refused_by_key(section, key):
    value = 2**63 if not isinstance(CONFIG[section][key], list) else [2**63]
    assert f"config: {section}.{key}" in errors(changed(section, key, value))


def test_a_section_whose_keys_are_left_out_has_its_defaults():
    assert check_config({"training": None}, SCHEMA) == check_config({}, SCHEMA)


def test_the_order_of_keys_changes_nothing():
    turned = {name: dict(reversed(part.items())) for name, part in reversed(CONFIG.items())}
    assert repr(check_config(turned, SCHEMA)) == repr(check_config(CONFIG, SCHEMA))
    for name, part in check_config(turned, SCHEMA).items():
        assert [*part] == [*CONFIG[name]]


def test_a_key_outside_its_section_is_sent_there():
    assert "epochs: unknown key; did you mean training.epochs?" in errors({"epochs": 3})


@pytest.mark.parametrize(
    ("section", "old", "new"),
    [
        ("models", "rows", "step_reads"),
        ("analysis", "states", "states_of"),
        ("analysis", "gates", "gates_of"),
    ],
)
def test_a_key_that_has_another_name_now_is_sent_there(section, old, new):
    message = f"config: {section}.{old}: unknown key; it is called {section}.{new} now"
    assert errors({section: {old: CONFIG[section][new]}}) == message


def test_one_cell_type_is_enough():
    for cell in ("lstm", "gru"):
        checked = check_config(changed("models", "cells", [cell]), SCHEMA)
        assert checked["analysis"] == CONFIG["analysis"]


@given(st.text(max_size=20))
def test_a_name_is_accepted_when_the_fonts_have_its_letters(name):
    if missing_letter(name) is None:
        assert check_config({"report": {"student_name": name}}, SCHEMA)
    else:
        assert "report.student_name" in errors({"report": {"student_name": name}})
    assert missing_letter(with_question_marks(name)) is None
