"""What reruns after a change, from the job list of a dry run."""

import os

import pytest

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
