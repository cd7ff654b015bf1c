"""Values are converted to the types that the schema wants, whoever gives them."""

import pytest
from changed_config import changed, errors
from defaults import SCHEMA
from hypothesis import given
from hypothesis import strategies as st
from rowreader.run.config import check_config


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
