"""The line that says where the numbers come from, for the reports and the pages."""

from ..run.files import load_record
from ..run.sha256 import sha256


def provenance_line(environment, data):
    """One line of plain text: what made the numbers, nothing that differs between equal runs.

    environment, data: the paths of environment.json and of the binarized images.
    """
    keys = ["commit", "python", "packages", "machine"]
    environment = load_record(environment, "record_environment", keys)
    code = _shortened(environment["commit"]) if environment["commit"] else "without git"
    packages = {name.partition("-")[0]: found for name, found in environment["packages"].items()}
    named = [name for name in ("tensorflow", "keras", "numpy") if name in packages]
    named = ", ".join(f"{name} {packages[name]}" for name in named)
    processor = environment["machine"]["processor"] or environment["machine"]["system"]
    return (
        f"Made by rowreader ({code}) with Python {environment['python']}, {named}, on {processor}; "
        f"binarized data {sha256(data)[:12]}."
    )


def _shortened(commit):
    return commit[:12] + ("+" if commit.endswith("+") else "")
