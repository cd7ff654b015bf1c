"""What reruns after a change, from the job list of a dry run."""

import os
import re

import pytest

from .conftest import Workflow

RECORD = {"record_provenance": 1}  # the hash of every result, after all else
REPORT = {"render": 1, "compile": 1, **RECORD}
TRACES = {"trace_states": 4, "plot_states": 1, "plot_decisions": 1, "plot_gates": 1, "make_page": 1}
TABLES = {
    "tabulate_results": 1,
    "plot_summary": 2,
    "plot_tradeoff": 1,
    "compare_networks": 1,
    "plot_comparisons": 1,
    **REPORT,
}
AFTER_EVALUATE = {"evaluate": 8, "plot_confusion": 1, "make_notebook": 1, **TABLES}
AFTER_TRAIN = {"train": 16, "plot_curves": 1, **AFTER_EVALUATE, **TRACES}
SCRIPTS = "workflow/scripts"
MODEL = "results/runs/gru-4/seed-0/model.keras"
HISTORY = "results/runs/gru-4/seed-0/history.csv"


def test_a_second_run_does_nothing(finished):
    assert finished.plan() == {}


def test_a_newer_but_equal_file_changes_nothing(finished):
    for path in (
        "results/data/binarized.npz",
        f"{SCRIPTS}/train.py",
        f"{SCRIPTS}/rowreader/data/images.py",
    ):
        os.utime(finished.folder / path)
    assert finished.plan() == {}


@pytest.mark.parametrize(
    ("path", "jobs"),
    [
        (f"{SCRIPTS}/train.py", AFTER_TRAIN),
        (f"{SCRIPTS}/rowreader/networks/recurrence.py", AFTER_TRAIN | TRACES),
        (f"{SCRIPTS}/rowreader/run/locks.py", {}),
        (f"{SCRIPTS}/rowreader/run/fork_server.py", {}),
        (f"{SCRIPTS}/evaluate.py", AFTER_EVALUATE),
        (f"{SCRIPTS}/rowreader/analysis/metrics.py", AFTER_EVALUATE | TRACES),
        (f"{SCRIPTS}/rowreader/cells/steps.py", {"demonstrate_theory": 1} | TRACES | REPORT),
        (
            f"{SCRIPTS}/compare_networks.py",
            {"compare_networks": 1, "plot_comparisons": 1, **REPORT},
        ),
        (f"{SCRIPTS}/plot_curves.py", {"plot_curves": 1, "compile": 1, **RECORD}),
        (f"{SCRIPTS}/rowreader/report/claims.py", REPORT),
        (f"{SCRIPTS}/rowreader/report/latex.py", REPORT),
        (f"{SCRIPTS}/make_notebook.py", {"make_notebook": 1, **RECORD}),
        (f"{SCRIPTS}/record_environment.py", {"record_environment": 1, "make_page": 1, **REPORT}),
        (f"{SCRIPTS}/record_provenance.py", RECORD),
        (f"{SCRIPTS}/rowreader/report/bundle.py", {"make_page": 1, **RECORD}),
    ],
)
def test_editing_a_script_or_module_reruns_what_depends_on_it(edited, path, jobs):
    assert edited(path, "\nEDITED = 1\n").plan() == jobs


def test_editing_a_cell_retrains_its_own_networks_alone(edited):
    jobs = edited(f"{SCRIPTS}/rowreader/cells/gru.py", "\nEDITED = 1\n").plan()
    assert (jobs["train"], jobs["evaluate"], jobs["trace_states"]) == (4, 2, 2)


def test_another_title_retrains_nothing(edited):
    jobs = edited(f"{SCRIPTS}/rowreader/report/titles.py", "\nEDITED = 1\n").plan()
    assert jobs["render"] == 1 and not {"train", "evaluate", "trace_states"} & set(jobs)


@pytest.mark.parametrize("path", ["train.py", "rowreader/networks/build.py"])
def test_rewording_a_comment_or_docstring_reruns_nothing(edited, path):
    edited(f"{SCRIPTS}/{path}", "\n# edited\n")
    assert edited(f"{SCRIPTS}/{path}", '"""', '"""Edited: ', 1).plan() == {}


def test_editing_the_notebooks_source_reruns_the_notebook_alone(edited):
    assert edited("workflow/report/notebook/04_results.py", "\n# edited\n").plan() == {
        "make_notebook": 1,
        **RECORD,
    }


def test_editing_a_sentence_reruns_the_pdf_alone(edited):
    workflow = edited("workflow/report/theory.tex.jinja", "Conventions:", "Our conventions:")
    assert workflow.plan() == REPORT


@pytest.mark.parametrize("name", ["page.css", "main.js", "cells/gru.js"])
def test_editing_a_file_of_the_page_makes_the_page_alone(edited, name):
    assert edited(f"workflow/report/page/{name}", "\n").plan() == {"make_page": 1, **RECORD}


@pytest.mark.parametrize(
    ("settings", "jobs"),
    [
        ({"training": {"learning_rate": 0.01}}, AFTER_TRAIN),
        ({"analysis": {"digit": 4}}, TRACES | REPORT | {"make_notebook": 1}),
        ({"report": {"student_name": "Another"}}, REPORT | {"make_notebook": 1}),
        ({"report": {"student_number": "17"}}, REPORT | {"make_notebook": 1, "make_page": 1}),
        ({"training": {"threads": 2}}, {}),
    ],
)
def test_changing_a_value_reruns_what_depends_on_it(finished, settings, jobs):
    assert finished.plan(settings=settings) == jobs


def test_a_sweep_adds_its_jobs_and_reruns_nothing(finished):
    # One of its eight points is a network of the homework, trained already.
    sweep = {"units": [4, 5], "threshold": [0.1, 0.5], "dropout": [0, 0.2], "seeds": [0]}
    assert finished.plan(settings={"sweep": sweep}) == {
        "binarize_in_sweep": 1,
        "train_in_sweep": 7,
        "evaluate_in_sweep": 8,
        "tabulate_sweep": 1,
        "plot_sweep": 1,
        **RECORD,
    }


def test_another_seed_trains_only_that_seed(finished):
    jobs = finished.plan(settings={"training": {"seeds": [0, 5, 6]}})
    assert (jobs["train"], jobs["evaluate"]) == (8, 8) and jobs["trace_states"] == 2


def test_another_size_trains_only_that_size(finished):
    jobs = finished.plan(settings={"models": {"sizes": ["4", "2x3", "5"]}})
    assert (jobs["train"], jobs["evaluate"]) == (4, 2) and "trace_states" not in jobs


def test_a_quiet_dry_run_says_what_would_run_why_and_how_long_it_takes(edited):
    workflow = edited(f"{SCRIPTS}/plot_curves.py", "\nEDITED = 1\n")
    done = workflow.run_without_jobs("--dry-run", "--quiet")
    assert done.returncode == 0, done.stdout
    assert re.search(r"^plot_curves +1 .* its code or library has changed$", done.stdout, re.M)
    assert re.search(r"^compile +1 .* what it needs is made anew$", done.stdout, re.M)
    assert re.search(r"^3 jobs, .* on 2 cores", done.stdout, re.M)
    assert len(done.stdout.splitlines()) < 24


@pytest.mark.slow
def test_what_the_user_asks_of_snakemakes_own_console_is_done(copied):
    script = copied.folder / SCRIPTS / "plot_curves.py"
    script.write_text(script.read_text() + "\nEDITED = 2\n")
    done = copied.run("results/figures/curves.pdf", "--quiet", "all")
    assert done.returncode == 0, done.stdout
    assert not re.search(" took |running|rule plot_curves", done.stdout)
    done = copied.run("results/figures/curves.pdf", "--forcerun", "plot_curves", "--verbose")
    assert "rule plot_curves:" in done.stdout and " took " not in done.stdout


@pytest.mark.slow
def test_a_clone_with_the_same_cache_trains_nothing_again(finished, tmp_path):
    (tmp_path / "cache").mkdir()
    models = [f"results/runs/linear/seed-{seed}/model.keras" for seed in (0, 5)]
    table = "results/evaluation/linear/metrics.csv"

    def clone(name):
        (tmp_path / name).mkdir()
        workflow = Workflow(tmp_path / name)
        workflow.environment["SNAKEMAKE_OUTPUT_CACHE"] = str(tmp_path / "cache")
        (workflow.results / "data").mkdir(parents=True)
        for path in (finished.results / "data").iterdir():
            (workflow.results / "data" / path.name).hardlink_to(path)
        return workflow

    for name, trained in (("first", 2), ("second", 0)):
        workflow = clone(name)
        done = workflow.run(table, "--cache")
        assert done.returncode == 0, done.stdout
        # Of a job that did not run, Snakemake makes an empty log.
        logs = workflow.results.glob("logs/train/*/*.log")
        assert sum(log.stat().st_size > 0 for log in logs) == trained
        for path in (*models, table):
            assert (workflow.folder / path).read_bytes() == (finished.folder / path).read_bytes()

    cached = (workflow.folder / models[1]).readlink()
    cached.write_bytes(b"no model")
    done = workflow.run(table, "--cache", "--forcerun", "evaluate")
    assert done.returncode != 0
    assert f"{models[1]} is damaged" in done.stdout and f"delete {cached}" in done.stdout
    cached.unlink()  # as it says
    done = workflow.run(table, "--cache", "--forcerun", "evaluate")
    assert done.returncode == 0, done.stdout
    assert (workflow.folder / models[1]).read_bytes() == (finished.folder / models[1]).read_bytes()


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
