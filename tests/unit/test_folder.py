"""MNIST in a folder of the user's: found by what the files hold, within bounds."""

import gzip
import os

import pytest
from rowreader.data import checks, folder
from rowreader.data.sources import fetch
from rowreader.run.errors import UserError
from small_mnist import small_mnist

IMAGES = "train-images-idx3-ubyte"


@pytest.fixture
def files(monkeypatch):
    return small_mnist(monkeypatch)


def write(folder, files, place=lambda name: name, pack=lambda content: content):
    for name, content in files.items():
        path = folder / place(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pack(content))


@pytest.mark.parametrize(
    "place",
    [
        "{name}",
        "{name}.gz",
        "{dotted}",
        "{dotted}.gz",
        "{name}/{name}",
        "{dotted}/{dotted}",
        "MNIST/raw/{name}.gz",
        "{name} (1).gz",
        "{upper}",
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "compressed"])
def test_a_folder_counts_by_what_its_files_hold(tmp_path, files, place, pack):
    def placed(name):
        dotted = name.replace("-idx", ".idx")
        return place.format(name=name, dotted=dotted, upper=name.upper())

    write(tmp_path, files, placed, pack)
    assert fetch(tmp_path) == files


def test_a_file_of_the_right_size_may_have_any_name(tmp_path, files, monkeypatch):
    monkeypatch.setattr(folder, "SIZES", tuple(map(len, files.values())))
    write(tmp_path, files, lambda name: f"{name[:7]}.bin")
    assert fetch(tmp_path) == files


def test_a_wrong_file_does_not_hide_the_right_one(tmp_path, files):
    write(tmp_path, files, lambda name: f"right/{name}")
    (tmp_path / IMAGES).write_bytes(b"wrong")
    assert fetch(tmp_path) == files


def test_the_home_folder_may_be_written_as_a_tilde(tmp_path, files, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    write(tmp_path / "mnist", files)
    assert fetch("~/mnist") == files


def folder_error(path):
    with pytest.raises(UserError, match="data.folder = ") as caught:
        fetch(path)
    return str(caught.value)


def test_the_error_lists_what_was_looked_for_and_what_was_found(tmp_path, files):
    write(tmp_path, files)
    (tmp_path / IMAGES).unlink()
    (tmp_path / f"{IMAGES}.gz").write_bytes(gzip.compress(b"content")[:-9])
    (tmp_path / "archive.zip").write_bytes(b"")
    error = folder_error(tmp_path)
    assert f"{IMAGES} not found" in error and "train-images.idx3-ubyte" in error
    assert f"{IMAGES}.gz (it is truncated or damaged" in error
    assert "t10k-labels-idx1-ubyte (right)" in error and "archive.zip" in error


def test_a_changed_file_is_named(tmp_path, files):
    write(tmp_path, files, pack=lambda content: content[:-1] + b"?")
    assert f"{IMAGES} (another SHA-256)" in folder_error(tmp_path)


@pytest.mark.parametrize("path, reason", [("none", "is missing"), ("file", "is no folder")])
def test_what_is_no_folder_is_named(tmp_path, path, reason):
    (tmp_path / "file").write_bytes(b"")
    assert f"{path} {reason}" in folder_error(tmp_path / path)


def test_an_empty_folder_has_no_files(tmp_path):
    assert "found: no files" in folder_error(tmp_path)


def test_a_bomb_is_refused_within_bounds(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "LARGEST", 10_000)
    (tmp_path / f"{IMAGES}.gz").write_bytes(gzip.compress(bytes(10_001)))
    assert "unpacks to more than any MNIST file has" in folder_error(tmp_path)


def test_a_search_is_bounded(tmp_path, files, monkeypatch):
    with open(tmp_path / IMAGES, "wb") as file:
        file.truncate(10**12)  # not read: no MNIST file has so many bytes
    os.mkfifo(tmp_path / f"{IMAGES}.gz")  # not opened: that would wait for ever
    (tmp_path / "loop").symlink_to(tmp_path)
    write(tmp_path / "a/b/c", files)  # three folders below
    assert "not found" in folder_error(tmp_path)
    monkeypatch.setattr(folder, "ENTRIES", 3)
    write(tmp_path / "a/b", files)
    assert "not found" in folder_error(tmp_path)
