"""Bad configuration, killed runs, two runs at once, damaged files, TeX errors."""

import hashlib
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pandas
import pytest

from .conftest import Workflow

MODEL = "results/runs/gru-4/seed-0/model.keras"
HISTORY = "results/runs/gru-4/seed-0/history.csv"
LOG = "results/logs/train/gru-4/seed-0.log"
PDF = "results/report/00000000_DL_hw3.pdf"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"training": {"epochs": "ten"}},
            "config: training.epochs = 'ten': must be of type integer",
        ),
        ({"training": {"epoch": 3}}, "config: training.epoch: unknown key; did you mean epochs?"),
        ({"data": {"train": 59999}}, "config: data.train + data.validation = 60099"),
    ],
)
def test_a_bad_value_ends_the_run_before_anything_runs(finished, settings, message):
    done = finished.run(settings=settings)
    assert done.returncode != 0
    assert message in done.stdout and "Traceback" not in done.stdout
    assert finished.plan() == {}


def test_a_configuration_that_does_not_parse_names_its_line(finished, edited):
    text = (finished.folder / "config/config.yaml").read_text()
    edited("config/config.yaml", "models:\n", "models: [\n")
    done = finished.run("--dry-run")
    line = text[: text.index("models:")].count("\n") + 1
    assert done.returncode != 0 and "Traceback" not in done.stdout
    # The bracket is found open at the next key that cannot be in it.
    found = re.search(r"config/config.yaml, line (\d+): no valid YAML", done.stdout)
    assert line <= int(found[1]) <= line + 2


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


@pytest.fixture
def copied(finished, tmp_path):
    """A copy of the finished workflow that a test may damage."""
    copy = object.__new__(Workflow)
    copy.environment = finished.environment
    copy.folder = shutil.copytree(finished.folder, tmp_path / "copy")
    copy.results = copy.folder / "results"
    return copy


def test_a_second_run_at_the_same_time_is_refused(copied):
    # The first holds the lock until its input is closed.
    holder = "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX); "
    holder += "print('held', flush=True); sys.stdin.read()"
    lock = copied.folder / ".snakemake/rowreader/run.lock"
    with subprocess.Popen(
        [sys.executable, "-c", holder, lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        first.stdout.readline()
        done = copied.run("--forcerun", "compile")
        first.stdin.close()
    assert done.returncode != 0
    assert "another run is at work in this folder" in done.stdout
    assert copied.plan() == {}  # and it lost nothing


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        (MODEL, "train"),
        (HISTORY, "train"),
        ("results/evaluation/linear/predictions.npz", "evaluate"),
        ("results/tables/theory.csv", "demonstrate_theory"),
        ("results/tables/summary.csv", "tabulate_results"),
        ("results/report/claims.csv", "render"),
        ("results/provenance.json", "record_provenance"),
    ],
)
def test_what_a_killed_run_has_deleted_is_made_again(finished, path, rule):
    file = finished.folder / path
    hidden = file.rename(file.with_suffix(".hidden"))
    try:
        assert rule in finished.plan()
    finally:
        hidden.rename(file)


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


@pytest.mark.parametrize(
    ("target", "rule", "limit"),
    [
        ("results/data/binarized.npz", "binarize", 20_000),
        (MODEL, "train", 10_000),  # its checkpoint
        (MODEL, "train", 30_000),  # itself
        ("results/figures/gates.pdf", "plot_gates", 20_000),  # fewer stop Snakemake itself
        (PDF, "compile", 80_000),
    ],
)
def test_a_full_disk_is_named_and_leaves_no_half_file(copied, target, rule, limit):
    want = (copied.folder / target).read_bytes()

    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    done = copied.run(target, "--forcerun", rule, preexec_fn=small_files)
    assert done.returncode != 0
    assert "File too large" in done.stdout and "Traceback" not in done.stdout
    assert not (copied.folder / target).exists()
    assert not list(copied.results.rglob(".writing*"))
    done = copied.run(target)
    assert done.returncode == 0, done.stdout
    assert (copied.folder / target).read_bytes() == want


@pytest.mark.parametrize(
    ("path", "content", "target", "forced", "rule"),
    [
        (
            "data/binarized.npz",
            b"PK\x03\x04",
            "evaluation/gru-4/metrics.csv",
            "evaluate",
            "binarize",
        ),
        (
            "runs/gru-4/seed-0/model.keras",
            b"not a model",
            "evaluation/gru-4/metrics.csv",
            "evaluate",
            "train",
        ),
        ("tables/runs.csv", b"model,seed\n", "report/report.tex", "render", "tabulate_results"),
        ("tables/theory.csv", b"name,value\n", "report/report.tex", "render", "demonstrate_theory"),
        ("environment.json", b'{"commit"', "report/report.tex", "render", "record_environment"),
        ("report/report.tex", b"\\bye", "report/00000000_DL_hw3.pdf", "compile", "render"),
    ],
)
def test_a_damaged_file_is_named_with_the_rule_that_makes_it(
    copied, path, content, target, forced, rule
):
    file = copied.results / path
    stat = file.stat()
    file.write_bytes(content)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    options = ["--rerun-triggers", "mtime", "--forcerun", forced]
    done = copied.run(f"results/{target}", *options)
    assert done.returncode != 0
    assert f"results/{path} is damaged" in done.stdout
    assert f"--forcerun {rule}" in done.stdout and "Traceback" not in done.stdout


def test_a_run_elsewhere_leaves_a_read_only_source_alone(tmp_path):
    (tmp_path / "source").mkdir()
    source = Workflow(tmp_path / "source")
    source.environment["PYTHONDONTWRITEBYTECODE"] = "1"
    everything = [source.folder, *source.folder.rglob("*")]
    for path in everything:
        path.chmod(path.stat().st_mode & ~0o222)  # root may write all the same: see below
    changed = {path: path.stat().st_mtime_ns for path in everything}
    elsewhere = tmp_path / "elsewhere"
    done = source.run(
        *("results/figures/theory.pdf", "--snakefile", source.folder / "Snakefile"),
        *("--directory", elsewhere),
    )
    for path in everything:
        path.chmod(path.stat().st_mode | 0o200)
    assert done.returncode == 0, done.stdout
    assert (elsewhere / "results/figures/theory.pdf").exists()
    assert {path: path.stat().st_mtime_ns for path in changed} == changed


def test_a_tex_error_is_shown_with_its_line(copied):
    template = copied.folder / "workflow/report/theory.tex.jinja"
    template.write_text(template.read_text().replace("Conventions:", r"\nosuchcommand"))
    done = copied.run("results/report/00000000_DL_hw3.pdf")
    assert done.returncode != 0
    assert done.stdout.count("Undefined control sequence") == 1
    assert r"\nosuchcommand" in done.stdout
    assert not copied.results.joinpath("report/00000000_DL_hw3.pdf").exists()


def verify(workflow):
    """Run what `make verify` runs; return the finished process."""
    return subprocess.run(
        [sys.executable, "-m", "rowreader.run.verify", "results"],
        **{**workflow.process, "env": {**workflow.environment, "PYTHONPATH": "workflow/scripts"}},
    )


def test_one_flipped_digit_is_refused_where_it_is_read_and_named_by_verify(copied):
    assert "results are as recorded" in verify(copied).stdout
    file = copied.results / "tables/summary.csv"
    good, stat = file.read_bytes(), file.stat()
    digit = re.search(rb"0\.\d*?([1-8])", good).start(1)
    file.write_bytes(good[:digit] + b"9" + good[digit + 1 :])
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    done = copied.run("results/figures/tradeoff.pdf", "--forcerun", "plot_tradeoff")
    assert done.returncode != 0 and "Traceback" not in done.stdout
    assert "results/tables/summary.csv is damaged" in done.stdout
    named = verify(copied)
    assert named.returncode == 1
    assert "results/tables/summary.csv differs" in named.stdout
    # As it says: delete what is named, and run again.
    file.unlink()
    done = copied.run()
    assert done.returncode == 0, done.stdout
    assert file.read_bytes() == good
    assert verify(copied).returncode == 0


def test_the_report_names_the_commit_of_its_code(copied):
    import pypdf

    def git(*arguments):
        who = ["-c", "user.name=A", "-c", "user.email=a@b.c"]
        # Without the GIT_DIR of another program, which the workflow keeps out by itself.
        environment = {k: v for k, v in copied.environment.items() if k != "GIT_DIR"}
        done = subprocess.run(["git", *who, *arguments], **copied.process | {"env": environment})
        assert done.returncode == 0, done.stdout
        return done.stdout.strip()

    git("init", "--quiet")
    git("add", "Snakefile", "config", "envs", "workflow")
    git("commit", "--quiet", "--message", "one")
    # Another commit, the same code: nothing but what prints the commit runs.
    jobs = {"record_environment": 1, "render": 1, "compile": 1, "record_provenance": 1}
    jobs |= {"make_page": 1}
    assert copied.plan() == jobs
    done = copied.run()
    assert done.returncode == 0, done.stdout
    text = "".join(page.extract_text() for page in pypdf.PdfReader(copied.folder / PDF).pages)
    assert f"rowreader ({git('rev-parse', 'HEAD')[:12]})" in text
    git("add", "small.yaml")
    git("commit", "--quiet", "--message", "two")
    assert copied.plan() == {}
    template = copied.folder / "workflow/report/theory.tex.jinja"
    template.write_text(template.read_text().replace("Conventions:", "Our conventions:"))
    assert copied.plan() == jobs
