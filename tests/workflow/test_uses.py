"""Dry runs of the ways to call the workflow: overlays, --config, lint, as a module, a clone."""

import re
import shutil
import subprocess

import pytest

from .conftest import ROOT, Workflow
from .test_prediction import STUDY


@pytest.fixture(scope="module")
def workflow(tmp_path_factory):
    return Workflow(tmp_path_factory.mktemp("uses"))


def test_values_of_the_command_line_are_converted(workflow):
    done = workflow.run("--dry-run", "--config", "training={epochs: 2, learning_rate: 1e-3}")
    assert done.returncode == 0, done.stdout


def test_a_doubled_key_of_an_overlay_is_named_with_file_and_line(workflow):
    (workflow.folder / "twice.yaml").write_text("training:\n  epochs: 2\n  epochs: 3\n")
    command = [*workflow.command("--dry-run"), "twice.yaml"]
    done = subprocess.run(command, **workflow.process)
    assert "twice.yaml, line 3" in done.stdout and "epochs is written twice" in done.stdout


def test_a_harmful_results_folder_and_an_odd_name_end_the_run_before_it_starts(workflow):
    settings = {"pathvars": {"results": ".."}, "report": {"student_name": "A"}}
    done = workflow.run_without_jobs("--dry-run", settings=settings)
    assert "config: pathvars.results = '..'" in done.stdout
    settings = {"report": {"student_name": "Иван"}}
    done = workflow.run_without_jobs("--dry-run", settings=settings)
    assert "report.student_name" in done.stdout


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_one_cell_type_is_planned_with_the_others_analysed_network(workflow, cell):
    jobs = workflow.plan(settings={"models": {"cells": [cell]}})
    # The other type's one is trained from each seed, evaluated, and traced.
    assert jobs["train"] == 14 and jobs["evaluate"] == 7 and jobs["trace_states"] == 4


def test_lint_passes_with_a_sweep(workflow):
    done = workflow.run_without_jobs("--lint", settings={"sweep": {"units": [4, 5]}})
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("config", ["", '    config: {"report": {"student_number": "17"}}\n'])
def test_another_workflow_uses_this_one_as_a_module(workflow, tmp_path, config):
    path = workflow.folder / "Snakefile"
    (tmp_path / "Snakefile").write_text(
        f"module rr:\n    snakefile: {str(path)!r}\n{config}use rule * from rr\n"
    )
    (tmp_path / "config").mkdir()
    (tmp_path / "config/config.yaml").write_text("mine: 1\n")  # not the module's
    command = [workflow.command()[0], "-m", "snakemake", "--cores", "1", "--dry-run"]
    done = subprocess.run(command, **{**workflow.process, "cwd": tmp_path})
    assert done.returncode == 0 and "make_notebook" in done.stdout, done.stdout


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_lines_end_in_lf_in_a_clone_that_converts_them(tmp_path):
    git = ["git", "-c", "core.autocrlf=true", "-c", "user.name=a", "-c", "user.email=a@b"]
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    origin.mkdir()
    for name in ("Makefile", ".gitattributes", "Snakefile"):
        shutil.copy(ROOT / name, origin)
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "all"]):
        subprocess.run([*git, *command], cwd=origin, check=True)
    subprocess.run([*git, "clone", "-q", str(origin), str(clone)], check=True)
    for name in ("Makefile", "Snakefile"):
        assert b"\r" not in (clone / name).read_bytes()


def test_make_clean_empties_what_a_link_leads_to(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    scratch = tmp_path / "scratch"
    (scratch / "runs").mkdir(parents=True)
    (scratch / "runs/model").touch()
    (tmp_path / "results").symlink_to("scratch")
    (tmp_path / ".snakemake").mkdir()
    subprocess.run(["make", "clean"], cwd=tmp_path, check=True)
    assert list(scratch.iterdir()) == [] and (tmp_path / "results").is_symlink()
    assert not (tmp_path / ".snakemake").exists()


def test_the_picture_of_the_rules_is_not_stale(workflow):
    targets = [f"results/report/00000000_DL_hw3.{kind}" for kind in ("pdf", "ipynb", "html")]
    dot = workflow.run_without_jobs("--rulegraph", "dot", *targets).stdout
    svg = (ROOT / "docs/rulegraph.svg").read_text()
    pictures = [
        (r'(\d+)\[label = "(\w+)"', r"(\d+) -> (\d+)", dot),
        (r"<title>(\d+)</title>.*?>(\w+)</text>", r"<title>(\d+)&#45;&gt;(\d+)</title>", svg),
    ]
    graphs = []
    for node, edge, text in pictures:
        names = dict(re.findall(node, text, re.DOTALL))
        graphs.append({(names[start], names[end]) for start, end in re.findall(edge, text)})
    assert graphs[0] and graphs[0] == graphs[1], "make docs draws it again"


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


def test_the_default_run_has_no_job_of_the_study_and_the_study_none_of_its(tmp_path):
    workflow = Workflow(tmp_path)
    assert not set(STUDY) & set(workflow.plan())
    common = {"download": 1, "binarize": 1, "record_environment": 1}
    assert workflow.plan("prediction") == {**common, **STUDY}
