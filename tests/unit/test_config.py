"""The configuration: defaults, one-line errors, impossible combinations."""

import copy
from pathlib import Path

import pytest
import yaml
from defaults import SCHEMA
from hypothesis import given
from hypothesis import strategies as st
from rowreader.run.config import check_config, check_results_folder, sweep_points
from rowreader.run.errors import UserError
from rowreader.run.letters import missing_letter, with_question_marks
from rowreader.run.settings_file import check_settings_file

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
        ("analysis", "states", "gru-7", "analysis.states = 'gru-7': must be a one-layer gru"),
        ("analysis", "gates", "lstm-3x32", "must be a one-layer lstm of a size in models.sizes"),
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


@pytest.mark.parametrize(
    ("section", "key", "value", "want"),
    [
        ("training", "epochs", "2", 2),
        ("training", "epochs", 2.0, 2),
        ("training", "batch_size", "5e1", 50),
        ("training", "learning_rate", "1e-3", 0.001),
        ("training", "learning_rate", 1, 1.0),
        ("training", "seeds", ["0", 5.0, "0x6"], None),
        ("training", "seeds", ["0", 5.0], [0, 5]),
        ("training", "seeds", "[0, 5]", [0, 5]),
        ("training", "early_stopping", "null", None),
        ("training", "early_stopping", "3", 3),
        ("training", "clip_norm", "1e3", 1000.0),
        ("data", "folder", "null", None),
        ("models", "reset_after", "true", True),
        ("models", "cells", "[gru, lstm]", ["gru", "lstm"]),
        ("report", "student_number", "007", "007"),
        ("report", "student_name", "True", "True"),
        ("sweep", "dropout", ["1e-1", 0], [0.1, 0.0]),
        ("prediction", "epochs", "[1, 2.0, 3, 4]", [1, 2, 3, 4]),
        ("prediction", "epochs", "2", 2),
        ("prediction", "learning_rate", [1, "1e-2", 0.1, 1], [1.0, 0.01, 0.1, 1.0]),
    ],
)
def test_a_value_is_converted_to_the_type_that_is_wanted(section, key, value, want):
    config = changed(section, key, value)
    config["analysis"]["seed"] = "0"
    if value == ["0", 5.0, "0x6"]:
        assert "training.seeds.2 = '0x6': must be of type integer" in errors(config)
        return
    checked = check_config(config, SCHEMA)
    assert (checked[section][key], type(checked[section][key])) == (want, type(want))
    if isinstance(want, list):
        assert [type(item) for item in checked[section][key]] == [type(item) for item in want]


@given(st.floats(1e-9, 10), st.integers(0, 2**31 - 1))
def test_numbers_survive_the_command_line(rate, seed):
    training = {"learning_rate": str(rate), "seeds": f"[{seed}]"}
    config = {"training": training, "analysis": {"seed": str(seed)}}
    checked = check_config(config, SCHEMA)
    assert checked["training"]["learning_rate"] == rate
    assert checked["training"]["seeds"] == [seed] and checked["analysis"]["seed"] == seed


def test_a_section_whose_keys_are_left_out_has_its_defaults():
    assert check_config({"training": None}, SCHEMA) == check_config({}, SCHEMA)


def test_the_order_of_keys_changes_nothing():
    turned = {name: dict(reversed(part.items())) for name, part in reversed(CONFIG.items())}
    assert repr(check_config(turned, SCHEMA)) == repr(check_config(CONFIG, SCHEMA))
    for name, part in check_config(turned, SCHEMA).items():
        assert [*part] == [*CONFIG[name]]


def test_a_key_outside_its_section_is_sent_there():
    assert "epochs: unknown key; did you mean training.epochs?" in errors({"epochs": 3})


def test_one_cell_type_is_enough():
    for cell in ("lstm", "gru"):
        checked = check_config(changed("models", "cells", [cell]), SCHEMA)
        assert checked["analysis"] == CONFIG["analysis"]


def test_a_sweep_of_too_many_trainings_is_refused_before_they_are_listed():
    sweep = {key: [n / 100 for n in range(100)] for key in ("threshold", "dropout")}
    sweep |= {"units": list(range(1, 101)), "batch_size": list(range(1, 101))}
    assert "sweep: its lists make 300000000 trainings; must be" in errors({"sweep": sweep})


@given(st.text(max_size=20))
def test_a_name_is_accepted_when_the_fonts_have_its_letters(name):
    if missing_letter(name) is None:
        assert check_config({"report": {"student_name": name}}, SCHEMA)
    else:
        assert "report.student_name" in errors({"report": {"student_name": name}})
    assert missing_letter(with_question_marks(name)) is None


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A project in a home, and the working folder in it."""
    project = tmp_path / "home/project"
    (project / "workflow").mkdir(parents=True)
    (project / "file").touch()
    (project / "link").symlink_to("..")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(project)
    return project


@pytest.mark.parametrize(
    "results",
    [
        *("/", ".", "..", "../..", "link", "results/../..", "~", "~/results", "$HOME", "workflow"),
        *("workflow/out", ".git/x", ".snakemake", "file", "file/x", "results/", "./results"),
    ],
)
def test_a_results_folder_that_holds_or_harms_something_else_is_refused(source, results):
    with pytest.raises(UserError) as error:
        check_results_folder(results, source)
    assert f"config: pathvars.results = {results!r}: " in str(error.value)
    assert "must be" in str(error.value) and "\n" not in str(error.value)


def test_other_results_folders_are_accepted(source, tmp_path):
    (tmp_path / "scratch").mkdir()
    (source / "results").symlink_to(tmp_path / "scratch")
    for results in ("results", "results/quick", "../elsewhere", str(tmp_path / "scratch"), "é x"):
        check_results_folder(results, source)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [\n", "line 2: no valid YAML"),
        ("a:\n  b: 1\n  c: 2\n  b: 3\n", "line 4: no valid YAML: the key b is written twice"),
        ('{"a": 1, "a": 2}', "the key a is written twice"),
        ("a: 1\n'a': 2\n", "line 2: no valid YAML: the key a is written twice"),
        ("# nothing\n", "is empty; must be sections"),
        ("- 1\n", "holds a list; must be sections"),
        ("a: 2018-13-45\n", "no valid YAML: month must be"),
        ("[" * 10000, "nested too deeply"),
        (b"a: \xff", "no valid YAML"),
    ],
)
def test_a_file_that_cannot_be_read_names_file_and_line(tmp_path, text, message):
    path = tmp_path / "config.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UserError, match=f"config.yaml.*{message.partition(' (')[0]}") as e:
        check_settings_file(path)
    assert "\n" not in str(e.value)


@pytest.mark.parametrize(
    "text", ["{}", '{\n\t"training": {"epochs": 2}}', "a: &a {b: 1}\nc: {<<: *a}"]
)
def test_good_files_are_read(tmp_path, text):
    path = tmp_path / "config.yaml"
    path.write_text(text)
    check_settings_file(path)
