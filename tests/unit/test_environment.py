"""The pins: hashed, without addresses, and the same in the conda environment."""

import re
from pathlib import Path

import yaml

ENVS = Path(__file__).parents[2] / "envs"
LOCK = (ENVS / "requirements.lock").read_text()


def locked():
    """(name, version, marker) of each pin of the lock."""
    return re.findall(r"^([a-z0-9-]+)==(\S+)(?: ; (.*?))? \\$", LOCK, re.MULTILINE)


def test_every_pin_has_a_hash_and_there_is_no_address():
    pins = re.split(r"^(?=[a-z])", LOCK, flags=re.MULTILINE)[1:]
    assert len(pins) == len(locked()) > 50
    assert all("--hash=sha256:" in pin for pin in pins)
    assert "://" not in LOCK and "index" not in LOCK


def test_the_conda_environment_is_equal():
    lines = (ENVS / "requirements.in").read_text().splitlines()
    names = [re.match(r"[a-z0-9-]+", line)[0] for line in lines if line and line[0] != "#"]
    want = [
        f"{name}=={version}" + (f" ; {marker}" if marker else "")
        for wanted in names
        for name, version, marker in locked()
        if name == wanted
    ]
    conda = yaml.safe_load((ENVS / "rowreader.yaml").read_text())
    assert conda["dependencies"][-1]["pip"] == want
