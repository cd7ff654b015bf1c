"""Damaged files and full disks: named, refused, and made again."""

import os
import re
import resource
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

MODEL = "results/runs/gru-4/seed-0/model.keras"
PDF = "results/report/00000000_DL_hw3.pdf"


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
