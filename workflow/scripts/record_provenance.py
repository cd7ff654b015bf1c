"""Record where the results come from: code, versions, machine, settings, data, durations."""

import hashlib
import json
import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

import pandas
from rowreader.run.errors import job_log
from rowreader.run.files import atomic

PACKAGES = ["snakemake", "tensorflow-cpu", "tensorflow", "keras", "numpy", "pandas", "matplotlib"]


def record_provenance(data, benchmarks, seeds, output):
    """Write a JSON file. data: paths whose SHA-256 is recorded; benchmarks: Snakemake's folder of
    measured times. Only "durations" differs between two runs of the same code on one machine."""
    provenance = {
        "commit": commit(Path(__file__).parent),
        "python": platform.python_version(),
        "versions": versions(PACKAGES),
        "machine": {
            "system": platform.platform(),
            "processor": processor(),
            "cores": os.cpu_count(),
        },
        "seeds": seeds,
        "data": {Path(path).name: sha256(path) for path in data},
        "durations": durations(Path(benchmarks)),
    }
    with atomic(output) as temporary:
        temporary.write_text(json.dumps(provenance, indent=1, sort_keys=True) + "\n")


def commit(folder):
    """The git commit of the code, with "+" where tracked files were changed; None without git."""

    def git(*arguments):
        return subprocess.run(
            ["git", *arguments], cwd=folder, check=True, capture_output=True, text=True
        ).stdout.strip()

    try:
        return git("rev-parse", "HEAD") + ("+" if git("status", "-s", "-uno") else "")
    except (OSError, subprocess.CalledProcessError):
        return None


def versions(packages):
    found = {}
    for package in packages:
        try:
            found[package] = version(package)
        except ModuleNotFoundError:  # TensorFlow has two names
            continue
    return found


def processor():
    """The processor's model, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), None)


def sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def durations(benchmarks):
    """Seconds of each finished job, {"train/gru-32/seed-0": 50.8}."""
    return {
        str(path.relative_to(benchmarks).with_suffix("")): float(
            pandas.read_csv(path, sep="\t")["s"].sum()
        )
        for path in sorted(benchmarks.rglob("*.tsv"))
    }


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
        record_provenance(
            [*snakemake.input.idx, snakemake.input.data],
            snakemake.params.benchmarks,
            snakemake.params.seeds,
            snakemake.output[0],
        )
