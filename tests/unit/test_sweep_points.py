"""A sweep is every combination of its lists."""

from changed_config import errors
from defaults import SCHEMA
from rowreader.run.config import check_config, sweep_points


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


def test_a_sweep_of_too_many_trainings_is_refused_before_they_are_listed():
    sweep = {key: [n / 100 for n in range(100)] for key in ("threshold", "dropout")}
    sweep |= {"units": list(range(1, 101)), "batch_size": list(range(1, 101))}
    assert "sweep: its lists make 300000000 trainings; must be" in errors({"sweep": sweep})
