"""Every value of a table is one that its column can hold."""

import pandas
import pytest
from rowreader.run import files
from rowreader.run.columns import COLUMNS, fault
from rowreader.run.errors import UserError


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("test_accuracy", 17.5),
        ("test_accuracy_mean", -0.1),
        ("val_accuracy", None),
        ("loss", float("inf")),
        ("loss", -1e-9),
        ("train_loss_std", -0.5),
        ("seed", 0.5),
        ("seed", -1),
        ("epoch", 0),
        ("label", 10),
        ("images", "many"),
        ("parameters", 0),
        ("model", None),
        ("value", float("nan")),
    ],
)
def test_a_value_that_its_column_cannot_hold_is_named(column, value, tmp_path):
    good = {"model": "gru-32", "loss": 0.5, "images": 7, "val_accuracy": 1, "value": -3.5}
    table = pandas.DataFrame({column: [good.get(column, 1), value]})
    files.save_table(tmp_path / "a.csv", table)
    with pytest.raises(UserError, match=rf"a.csv is damaged \({column} = .* in row 2, not "):
        files.load_table(tmp_path / "a.csv", "train", [column])


def test_a_deviation_may_be_missing_and_a_row_may_not_come_twice():
    one_seed = pandas.DataFrame({"model": ["a", "b"], "test_loss_std": [None, None]})
    assert fault(one_seed, ["model", "test_loss_std"], ["model"]) is None
    twice = pandas.DataFrame({"seed": [0, 1, 0]})
    assert fault(twice, ["seed"], ["seed"]) == "row 3 has the seed of an earlier one"
    assert fault(twice, ["seed", "epoch"]) == "column epoch is missing"
    assert fault(twice[:0], ["seed"]) == "it has no rows"


def test_a_column_that_a_reader_wants_has_a_meaning():
    with pytest.raises(KeyError, match="columns.py does not say what column colour holds"):
        fault(pandas.DataFrame({"colour": [1]}), ["colour"])
    assert "colour" not in COLUMNS
