"""Binarization, the split, packing, and files: idx, npz."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from rowreader.data.idx import from_idx, read_idx, to_idx
from rowreader.data.images import binarize, first_ink_rows, load_part, pack, split, unpack
from rowreader.run.errors import UserError
from rowreader.run.files import atomic, save_arrays
from small_mnist import PIXELS, small_mnist

DAMAGED_IDX = (
    "train-images-idx3-ubyte is damaged .*SHA-256.*delete it and run again, "
    "or run with --forcerun download"
)


def test_ink_starts_at_byte_26():
    pixels = np.arange(256, dtype=np.uint8)
    np.testing.assert_array_equal(binarize(pixels, 0.1), pixels >= 26)
    np.testing.assert_array_equal(binarize(pixels, 0), pixels > 0)


def test_the_comparison_is_strict():
    assert not binarize(np.array([51], np.uint8), 0.2)[0]  # 51 / 255 is 0.2


@given(arrays(bool, st.tuples(st.integers(0, 4), st.just(28), st.just(28))))
def test_packing_loses_nothing(images):
    assert pack(images).shape == (len(images), 98)
    np.testing.assert_array_equal(unpack(pack(images)), images)


def test_first_ink():
    images = np.zeros((3, 4, 2))
    images[0, 0, 1] = images[1, 2, 0] = 1
    assert list(first_ink_rows(images)) == [0, 2, 4]


def test_validation_images_come_first():
    parts = split(np.arange(10), np.arange(10), train=6, validation=3)
    assert list(parts["validation"][0]) == [0, 1, 2]
    assert list(parts["train"][1]) == [3, 4, 5, 6, 7, 8]


@given(arrays(np.uint8, st.sampled_from([(0,), (5,), (2, 3, 4)])))
def test_idx_files_hold_what_was_written(array):
    np.testing.assert_array_equal(from_idx(to_idx(array)), array)


@pytest.fixture
def idx_file(monkeypatch, tmp_path):
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(small_mnist(monkeypatch)[path.name])
    return path


def test_the_right_idx_file_is_read(idx_file):
    np.testing.assert_array_equal(read_idx(idx_file), PIXELS)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_an_idx_file_with_one_bit_flipped_is_named(idx_file, data):
    right = idx_file.read_bytes()
    wrong = bytearray(right)
    wrong[data.draw(st.integers(0, len(right) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    idx_file.write_bytes(wrong)
    with pytest.raises(UserError, match=DAMAGED_IDX):
        read_idx(idx_file)
    idx_file.write_bytes(right)


@pytest.mark.parametrize("content", [b"", b"\0\0", b"not an idx file", b"\0\0\x08\1\0\0\0\5\1"])
def test_what_is_no_idx_file_is_named(idx_file, content):
    idx_file.write_bytes(content)
    with pytest.raises(UserError, match=DAMAGED_IDX):
        read_idx(idx_file)


def test_one_idx_file_in_the_place_of_another_is_named(idx_file, monkeypatch):
    idx_file.write_bytes(small_mnist(monkeypatch)["t10k-images-idx3-ubyte"])
    with pytest.raises(UserError, match=DAMAGED_IDX):
        read_idx(idx_file)


@pytest.mark.parametrize("damage", [lambda b: b[: len(b) // 2], lambda b: b"", lambda b: b"x" * 50])
def test_a_damaged_npz_is_named_with_its_rule(tmp_path, damage):
    path = tmp_path / "binarized.npz"
    save_arrays(path, test_images=np.zeros((3, 98), np.uint8), test_labels=np.zeros(3, np.uint8))
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(UserError, match="binarized.npz is damaged.*--forcerun binarize"):
        load_part(path, "test")


def test_nothing_half_written_stays(tmp_path):
    with pytest.raises(ZeroDivisionError), atomic(tmp_path / "a.csv") as temporary:
        temporary.write_text("half")
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []
