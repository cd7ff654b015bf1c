"""A copy of the workflow in a folder of its own, run once to the PDF; tests plan changes on it.

pytest-xdist's workers share that run: the first to need it makes it, and each takes a copy.
"""

import copy
import fcntl
import os
import pickle
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from . import forked

ROOT = Path(__file__).parents[2]
PARTS = ["Snakefile", "config", "envs", "profiles", "workflow"]


class Workflow:
    """A copy of the project that runs Snakemake on tests/workflow/small.yaml."""

    def __init__(self, folder):
        self.folder = folder
        for part in PARTS:
            source = ROOT / part
            (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
        shutil.copy(ROOT / "tests/workflow/small.yaml", folder / "small.yaml")
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        self.environment = {**os.environ, "PATH": path, "PYTHONUNBUFFERED": "1"}

    @property
    def results(self):
        return self.folder / "results"

    def copied(self, folder):
        """A copy, in a new folder, with all that it has made and when."""
        other = copy.copy(self)
        other.folder = shutil.copytree(self.folder, folder)
        other.environment = dict(self.environment)
        return other

    def arguments(self, *options, settings=None):
        """Snakemake's; settings: a configuration that overlays small.yaml."""
        overlays = ["overlay.yaml"] if settings else []
        if settings:
            (self.folder / "overlay.yaml").write_text(yaml.safe_dump(settings))
        options = [str(option) for option in options]
        return ["--cores", "2", *options, "--configfile", "small.yaml", *overlays]

    def command(self, *options, settings=None):
        """The command line of the same."""
        arguments = self.arguments(*options, settings=settings)
        return [sys.executable, "-m", "snakemake", *arguments]

    @property
    def process(self):
        """Options of every subprocess: in the folder, with one output, stderr included."""
        return {
            "cwd": self.folder,
            "env": self.environment,
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.STDOUT,
            "text": True,
        }

    def run(self, *options, settings=None, **keywords):
        """Run Snakemake; return the finished process with its output, stderr included."""
        return subprocess.run(
            self.command(*options, settings=settings),
            **self.process,
            **keywords,
        )

    def run_without_jobs(self, *options, settings=None):
        """What `run` does, but sooner, for what starts no job."""
        arguments = self.arguments(*options, settings=settings)
        return forked.snakemake(arguments, self.folder, self.environment)

    def plan(self, *options, settings=None):
        """{rule: number of jobs} of a dry run, without rule all; settings: an overlay."""
        done = self.run_without_jobs("--dry-run", *options, settings=settings)
        assert done.returncode == 0, done.stdout
        if "Nothing to be done" in done.stdout:
            return {}
        stats = done.stdout.split("Job stats:")[1].split("total")[0]
        jobs = {rule: int(count) for rule, count in re.findall(r"^(\w+) +(\d+)$", stats, re.M)}
        return {rule: count for rule, count in jobs.items() if rule != "all"}


def surround(workflow, folder):
    """Set for the workflow's runs what a user may have set for other programs: all of it would end
    a job, or change its numbers or pictures. folder: where the files for it go."""
    files = {
        "keras.json": '{"floatx": "float64", "image_data_format": "channels_first"}',
        "kernels/python3/kernel.json": '{"argv": ["/no/python"], "display_name": "Other"}',
        "profile_default/startup/00.py": "raise SystemExit",
        "tensorflow.py": "raise ImportError('not this one')",
        "tex/article.cls": "not this one",
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    (workflow.folder / "matplotlibrc").write_text("text.usetex: True\nfont.family: No Such Font\n")
    workflow.environment |= {
        "HOME": "/dev/null/home",
        "MPLBACKEND": "module://not_installed",
        "KERAS_BACKEND": "torch",
        "KERAS_HOME": str(folder),
        "KERAS_MAX_EPOCHS": "1",
        "JUPYTER_PATH": str(folder),
        "IPYTHONDIR": str(folder),
        "TEXINPUTS": str(folder / "tex"),
        "TEXMFCNF": "/nowhere",
        "PYTHONPATH": str(folder),
        "PIP_USER": "1",
        "LC_ALL": "de_DE.ISO-8859-1",
        "GIT_DIR": "/nowhere",
    }


@pytest.fixture(scope="session")
def finished(tmp_path_factory):
    """The workflow, run to the end, in a path with a space and a letter beyond ASCII, among the
    settings of other programs. Other tests compare it with runs that have none of them."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    made = shared / "finished.pickle"
    with open(shared / "finished.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            workflow = Workflow(tmp_path_factory.mktemp("row reader é"))
            surround(workflow, tmp_path_factory.mktemp("surroundings"))
            done = workflow.run()
            assert done.returncode == 0, done.stdout
            workflow.output = done.stdout
            made.write_bytes(pickle.dumps(workflow))
    workflow = pickle.loads(made.read_bytes())
    return workflow.copied(tmp_path_factory.mktemp("finished") / "row reader é")


@pytest.fixture(scope="session")
def predicted(finished, tmp_path_factory):
    """The study of pixel prediction, run to the end in a folder of its own, on the same data."""
    workflow = Workflow(tmp_path_factory.mktemp("prediction"))
    shutil.copytree(finished.results / "data", workflow.results / "data")
    done = workflow.run("prediction")
    assert done.returncode == 0, done.stdout
    return workflow


@pytest.fixture
def edited(finished):
    """Edit files of the copy for one test: edited(path, old, new) or edited(path, appended)."""
    originals = {}

    def edit(path, *change):
        path = finished.folder / path
        text = path.read_text()
        originals.setdefault(path, (text, path.stat()))
        if len(change) > 1:
            assert change[0] in text
        path.write_text(text.replace(*change) if len(change) > 1 else text + change[0])
        return finished

    yield edit
    for path, (text, stat) in originals.items():
        path.write_text(text)
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


@pytest.fixture
def copied(finished, tmp_path):
    """A copy of the finished workflow that a test may damage."""
    return finished.copied(tmp_path / "copy")
