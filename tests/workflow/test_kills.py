"""Killed runs end, once they are run again, as if nothing had been."""

import hashlib
import os
import random
import signal
import subprocess
import time

import numpy as np
import pandas
import pytest

from .conftest import Workflow

pytestmark = pytest.mark.slow

MODEL = "results/runs/gru-4/seed-0/model.keras"
HISTORY = "results/runs/gru-4/seed-0/history.csv"
LOG = "results/logs/train/gru-4/seed-0.log"


def start(workflow, *options, **keywords):
    """Start Snakemake as the leader of a process group."""
    return subprocess.Popen(
        workflow.command(*options, **keywords),
        **workflow.process,
        start_new_session=True,
    )


def wait_for(process, log, text):
    """Wait until a job of the run has logged this."""
    while process.poll() is None:
        if log.exists() and text in log.read_text(encoding="utf-8"):
            return
        time.sleep(0.02)
    raise AssertionError(f"the run ended without {text!r}: {process.stdout.read()}")


def kill(process, jobs=True):
    """Kill Snakemake, and its jobs or not: then they end by themselves."""
    (os.killpg if jobs else os.kill)(process.pid, signal.SIGKILL)
    process.stdout.close()
    process.wait()


def test_a_killed_training_is_simply_restarted(finished, tmp_path):
    settings = {"training": {"epochs": 6}}
    results = []
    for folder, killed in (("undisturbed", False), ("killed", True)):
        (tmp_path / folder).mkdir()
        workflow = Workflow(tmp_path / folder)
        (workflow.results / "data").mkdir(parents=True)
        for path in (finished.results / "data").iterdir():
            (workflow.results / "data" / path.name).hardlink_to(path)
        if killed:
            process = start(workflow, MODEL, settings=settings)
            wait_for(process, workflow.folder / LOG, "epoch 2/6")
            kill(process)
            assert not (workflow.folder / MODEL).exists()
        done = workflow.run(MODEL, settings=settings)
        assert done.returncode == 0, done.stdout
        log = (workflow.folder / LOG).read_text(encoding="utf-8")
        assert ("resumed after epoch" in log) == killed
        results.append(workflow)
    undisturbed, restarted = (pandas.read_csv(w.folder / HISTORY) for w in results)
    assert restarted.equals(undisturbed)
    import keras

    models = [keras.models.load_model(w.folder / MODEL).get_weights() for w in results]
    for one, other in zip(*models, strict=True):
        np.testing.assert_array_equal(one, other)


def digests(results):
    """{path: digest} of every result; logs, measured times and TeX's own files do not count."""
    return {
        str(path.relative_to(results)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(results.rglob("*"))
        if path.is_file()
        and path.relative_to(results).parts[0] not in ("logs", "benchmarks", "provenance.json")
        and path.relative_to(results).parts[:2] != ("report", "tex")
    }


def test_a_run_killed_again_and_again_ends_with_the_same_bytes(finished, tmp_path):
    workflow = Workflow(tmp_path)
    moments = random.Random(0)
    for number in range(8):
        process = start(workflow)
        for _ in range(moments.randint(1, 90)):
            if not process.stdout.readline():
                break
        kill(process, jobs=number % 2 == 0)
    log = workflow.results / "logs/compile.log"
    log.unlink(missing_ok=True)
    process = start(workflow)
    wait_for(process, log, "compiling with")
    kill(process)
    done = workflow.run()
    assert done.returncode == 0, done.stdout
    want, got = digests(finished.results), digests(workflow.results)
    assert len(want) > 60
    assert [path for path in want | got if want.get(path) != got.get(path)] == []
