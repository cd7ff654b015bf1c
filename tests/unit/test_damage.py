"""A damaged file is refused in one line, or makes no difference: whatever bit of whatever kind."""

import functools
from pathlib import Path

import numpy as np
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rowreader.run import files
from rowreader.run.errors import UserError

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


def test_of_a_damaged_file_that_links_to_a_cache_the_cached_one_is_to_be_deleted(tmp_path):
    cached = tmp_path / "cached.keras"
    cached.write_bytes(b"no model")
    (tmp_path / "model.keras").symlink_to(cached)
    error = files.damaged(tmp_path / "model.keras", "train", "why")
    assert str(error).endswith(f"model.keras is damaged (why); delete {cached} and run again")
