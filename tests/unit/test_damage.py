"""A damaged file is refused in one line, or makes no difference: whatever bit of whatever kind."""

import functools
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rowreader.analysis.evaluations import load_evaluation
from rowreader.analysis.metrics import accuracy, confusion, cross_entropy
from rowreader.run import files, verify
from rowreader.run.columns import COLUMNS, fault
from rowreader.run.errors import UserError
from rowreader.run.sha256 import sha256

HISTORY = pandas.DataFrame(
    {"epoch": [1, 2, 3], "loss": [2.25, 0.5, 1 / 3], "accuracy": [0.125, 0.75, 0.9]}
)
CLAIMS = pandas.DataFrame({"name": ["a", "b"], "text": ['with, "quotes"', "and\ntwo lines"]})
ARRAYS = {"logits": np.arange(24, dtype=np.float32).reshape(2, 3, 4), "labels": np.arange(3)}
RECORD = {"commit": None, "packages": {"keras": "3.15.1"}, "durations": {"train": 1 / 3}}


def _save_model(path):
    import keras
    from rowreader.networks.store import save_model

    keras.utils.set_random_seed(0)
    layers = [keras.layers.Input((28, 28)), keras.layers.LSTM(2), keras.layers.Dense(10)]
    save_model(keras.Sequential(layers), path)


def _load_model(path):
    from rowreader.networks.store import load_model

    model = load_model(path, (28, 28))
    return [model.to_json(), *(weight.numpy().tolist() for weight in model.weights)]


KINDS = {
    "history.csv": (
        lambda path: files.save_table(path, HISTORY),
        lambda path: files.load_table(path, "train", HISTORY, key=["epoch"]).to_csv(),
    ),
    "claims.csv": (
        lambda path: files.save_table(path, CLAIMS),
        lambda path: files.load_table(path, "render", CLAIMS).to_csv(),
    ),
    "arrays.npz": (
        lambda path: files.save_arrays(path, **ARRAYS),
        lambda path: {k: v.tolist() for k, v in files.load_arrays(path, "trace", ARRAYS).items()},
    ),
    "environment.json": (
        lambda path: files.save_record(path, RECORD),
        lambda path: files.load_record(path, "record_environment", RECORD),
    ),
    "report.tex": (
        lambda path: files.save_commented(path, b"\\begin{document} 100\\% \\end{document}\n"),
        lambda path: files.load_commented(path, "render"),
    ),
    "model.keras": (_save_model, _load_model),
}


@functools.cache
def undamaged(kind, folder):
    path = Path(folder) / kind
    KINDS[kind][0](path)
    return path.read_bytes(), KINDS[kind][1](path)


@pytest.mark.parametrize(
    ("kind", "want"),
    [
        ("history.csv", HISTORY.to_csv()),
        ("claims.csv", CLAIMS.to_csv()),
        ("arrays.npz", {key: value.tolist() for key, value in ARRAYS.items()}),
        ("environment.json", RECORD),
        ("report.tex", b"\\begin{document} 100\\% \\end{document}\n"),
    ],
)
def test_what_was_saved_is_loaded_and_saved_again_as_the_same_bytes(kind, want, tmp_path):
    content, loaded = undamaged(kind, tmp_path)
    assert loaded == want
    KINDS[kind][0](tmp_path / kind)
    assert (tmp_path / kind).read_bytes() == content


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=50)
@given(data=st.data())
def test_a_damaged_file_is_refused_or_read_as_before(kind, data, tmp_path_factory):
    folder = tmp_path_factory.getbasetemp()
    content, want = undamaged(kind, folder)
    damaged = bytearray(content)
    place = data.draw(st.integers(0, len(content) - 1), "place")
    change = data.draw(st.sampled_from(["flip", "cut", "set", "double"]), "change")
    if change == "flip":
        damaged[place] ^= 1 << data.draw(st.integers(0, 7), "bit")
    elif change == "cut":
        del damaged[place:]
    elif change == "set":
        damaged[place] = data.draw(st.integers(0, 255), "byte")
    else:
        damaged[place:place] = damaged[: data.draw(st.integers(1, 50), "bytes")]
    path = folder / f"damaged-{kind}"
    path.write_bytes(damaged)
    try:
        assert KINDS[kind][1](path) == want
    except UserError as error:
        assert str(error).startswith(f"{path} is damaged (") and "\n" not in str(error)
        assert "--forcerun" in str(error)


def test_pandas_reads_a_table_without_our_code(tmp_path):
    files.save_table(tmp_path / "a.csv", HISTORY)
    read = pandas.read_csv(tmp_path / "a.csv", float_precision="round_trip")
    assert list(read) == [*HISTORY, "crc32"] and read["crc32"].nunique() == 1
    assert read[list(HISTORY)].equals(HISTORY)


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


@pytest.fixture
def evaluation(tmp_path):
    """The tables and arrays of a model's evaluation, from two seeds, and a way to load them."""
    rng = np.random.default_rng(0)
    labels = np.arange(10).repeat(3)
    logits = rng.normal(size=(2, 30, 10)).astype(np.float32)
    metrics = pandas.DataFrame(
        {
            "model": "gru-4",
            "seed": [0, 5],
            "test_loss": [cross_entropy(part, labels) for part in logits],
            "test_accuracy": [accuracy(part, labels) for part in logits],
        }
    )
    counts = pandas.DataFrame(
        [
            {"seed": seed, "label": label, "predicted": predicted, "images": images}
            for seed, part in zip([0, 5], logits, strict=True)
            for (label, predicted), images in np.ndenumerate(confusion(part.argmax(1), labels))
        ]
    )
    arrays = {"logits": logits, "labels": labels}

    def load():
        paths = [tmp_path / name for name in ("metrics.csv", "confusion.csv", "predictions.npz")]
        files.save_table(paths[0], metrics)
        files.save_table(paths[1], counts)
        files.save_arrays(paths[2], **arrays)
        return load_evaluation(*paths, "evaluate", ["model"])

    return metrics, counts, arrays, load


def test_metrics_that_the_logits_give_are_read(evaluation):
    metrics, _, _, load = evaluation
    assert load().equals(metrics)


@pytest.mark.parametrize("measure", ["test_loss", "test_accuracy"])
def test_metrics_that_the_logits_do_not_give_are_refused(evaluation, measure):
    metrics, _, _, load = evaluation
    metrics.loc[1, measure] = 0.96  # in the column's range, and with the file's right checksum
    message = rf"metrics.csv is damaged \({measure} of seed 5 is 0.96, by the logits 0?\d?\."
    with pytest.raises(UserError, match=message):
        load()


def test_a_confusion_or_logits_of_another_run_are_refused(evaluation):
    _, counts, arrays, load = evaluation
    counts.loc[[3, 4], "images"] += [1, -1] if counts.loc[4, "images"] else [1, 0]
    with pytest.raises(UserError, match="the images of seed 0 are not those of the logits"):
        load()
    arrays["logits"] = arrays["logits"][:1]
    with pytest.raises(UserError, match="it has 2 seeds, .*predictions.npz has 1"):
        load()


def test_verify_names_what_differs_or_is_missing(tmp_path, capsys):
    names = ["figures/a b.png", "tables/runs.csv", "models/model.keras"]
    for name in names:
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(bytes(1000))
    record = {"results": {name: sha256(tmp_path / name) for name in names}}
    files.save_record(tmp_path / "provenance.json", record)
    verify.main(tmp_path)
    assert "3 results are as recorded" in capsys.readouterr().out
    (tmp_path / names[0]).write_bytes(bytes(999) + b"\1")
    (tmp_path / names[1]).unlink()
    with pytest.raises(SystemExit, match="error: 2 of 3 results are not as recorded"):
        verify.main(tmp_path)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert f"{tmp_path}/{names[0]} differs" in lines[0] and f"'{tmp_path}/" in lines[0]
    assert f"{tmp_path}/{names[1]} is missing" in lines[1]


def test_verify_names_a_record_that_is_missing(tmp_path):
    with pytest.raises(SystemExit, match="error: .*provenance.json is missing; run again"):
        verify.main(tmp_path)


@pytest.mark.parametrize("content", [b"", b'{"crc32": 1, "resul', b"[]", b'{"results": {}}'])
def test_verify_refuses_a_half_written_record_in_one_line(tmp_path, content):
    (tmp_path / "provenance.json").write_bytes(content)
    with pytest.raises(SystemExit, match=r"error: .*provenance.json is damaged \([^\n]*$"):
        verify.main(tmp_path)


LIMITED = """
import resource, sys
from pathlib import Path
from rowreader.run.errors import UserError
place = Path(sys.argv[1])
{code}
for limit in map(int, sys.argv[2:]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        job()
    except UserError as error:
        print(error)
"""
FIGURE = """
from rowreader.report.plots import plt, save
figure, axes = plt.subplots()
axes.imshow([[i ^ j for i in range(200)] for j in range(200)])
job = lambda: save(figure, [place])
"""
TEX = r"""
from rowreader.report.latex import choose_engine, compile_tex
source = r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{lmodern}\begin{document}"
source += "words \n\n" * 999 + r"\end{document}"
place.mkdir()
(place / "a.tex").write_text(source)
engine = choose_engine(source, place)
job = lambda: compile_tex(engine, place, "a.tex")
"""


@pytest.mark.parametrize(
    ("code", "name", "limits"),
    [(FIGURE, "a.pdf", "0 10 1000"), (FIGURE, "a.png", "0 10 1000"), (TEX, "tex", "5000 20000")],
)
def test_a_full_disk_is_named_wherever_it_is_met(code, name, limits, tmp_path):
    place = tmp_path / name
    done = subprocess.run(
        [sys.executable, "-c", LIMITED.format(code=code), place, *limits.split()],
        env={**os.environ, "PYTHONPATH": str(Path(files.__file__).parents[2])},
        capture_output=True,
        text=True,
    )
    lines = done.stdout.splitlines()
    assert len(lines) == len(limits.split()) and done.returncode == 0, done.stderr
    assert all(line.startswith(f"cannot write {place}: File too large; make ") for line in lines)
    assert not place.is_file() and not list(tmp_path.rglob(".writing*"))


def test_of_a_damaged_file_that_links_to_a_cache_the_cached_one_is_to_be_deleted(tmp_path):
    cached = tmp_path / "cached.keras"
    cached.write_bytes(b"no model")
    (tmp_path / "model.keras").symlink_to(cached)
    error = files.damaged(tmp_path / "model.keras", "train", "why")
    assert str(error).endswith(f"model.keras is damaged (why); delete {cached} and run again")
