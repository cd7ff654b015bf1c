"""CONTRIBUTING's recipes, followed to the letter in a copy that has its results already."""

import os
import re
import shutil
import subprocess
import sys

import keras
import nbformat
import pandas
import pypdf
import pytest

from .conftest import ROOT

pytestmark = pytest.mark.slow

RECIPES = ROOT / "CONTRIBUTING.md"
CELLS = "workflow/scripts/rowreader/cells"
# `path`, perhaps some words, a colon; below it a block.
BLOCK = re.compile(r"`([^`\s]+)`[^`\n]*:\n\n```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def steps(recipe):
    """Return the steps under a heading of CONTRIBUTING, [(path, kind of the block, block)]."""
    (section,) = re.findall(rf"^## {recipe}\n(.*?)(?=^## |\Z)", RECIPES.read_text(), re.S | re.M)
    found = BLOCK.findall(section)
    assert len(found) == section.count("```") / 2 > 0
    return found


def follow(recipe, folder, paths=()):
    """Do all steps of a recipe, or those for these paths."""
    for name, kind, block in steps(recipe):
        path = folder / name
        if not paths or name in paths:
            text = path.read_text() if path.exists() else ""
            path.write_text(
                patched(text, block) if kind == "diff" else "\n\n".join([text, block]).lstrip()
            )


def patched(text, diff):
    for part in re.split(r"^@@.*\n", diff, flags=re.MULTILINE):
        lines = part.splitlines(keepends=True)
        old, new = ("".join(line[1:] for line in lines if line[0] != sign) for sign in "+-")
        assert text.count(old) == 1, f"CONTRIBUTING changes what is not there:\n{part}"
        text = text.replace(old, new)
    return text


def unit_tests(folder, *tests):
    """Run tests of the copy; return the process."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", *(f"tests/unit/{test}" for test in tests)],
        cwd=folder,
        env=os.environ,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def extended(finished, tmp_path_factory):
    """A copy of the finished workflow with a cell, a figure and a claim more, run again; `planned`
    are the jobs that the cell alone asked for."""
    workflow = finished.copied(tmp_path_factory.mktemp("recipes") / "copy")
    shutil.copytree(ROOT / "tests/unit", workflow.folder / "tests/unit")
    shutil.copy(ROOT / "tests/conftest.py", workflow.folder / "tests")
    shutil.copy(ROOT / "pyproject.toml", workflow.folder)
    follow("Add a cell", workflow.folder)
    workflow.planned = workflow.plan()
    follow("Add a figure", workflow.folder)
    follow("Add a claim", workflow.folder)
    done = workflow.run()
    assert done.returncode == 0, done.stdout
    return workflow


@pytest.fixture(scope="module")
def text(extended):
    """The text of the PDF, in one line, without the hyphens at the ends of lines."""
    pages = pypdf.PdfReader(extended.results / "report/00000000_DL_hw3.pdf").pages
    lines = "\n".join(page.extract_text() for page in pages)
    return " ".join(lines.replace("-\n", "").split())


def test_a_cell_is_one_file_and_its_line_and_trains_no_other(extended):
    paths = [path for path, _, _ in steps("Add a cell")]
    assert paths == [f"{CELLS}/rnn.py", f"{CELLS}/__init__.py", "config/config.yaml"]
    jobs = extended.planned
    assert (jobs["train"], jobs["evaluate"], jobs["plot_summary"]) == (4, 2, 3)
    assert "trace_states" not in jobs and "binarize" not in jobs


def test_the_networks_of_a_new_cell_are_stock_keras(extended):
    model = keras.models.load_model(extended.results / "runs/rnn-2x3/seed-5/model.keras")
    found = [layer for layer in model.layers if isinstance(layer, keras.layers.RNN)]
    assert [type(layer) for layer in found] == [keras.layers.SimpleRNN] * 2
    done = unit_tests(extended.folder, "test_cells.py")
    assert done.returncode == 0, done.stdout


def test_the_report_has_its_table_and_compares_it_with_each_other_cell(extended, text):
    assert "Reading digits row by row with LSTMs, GRUs and RNNs" in text
    assert "6 networks" in text and "make 12 trainings" in text
    assert "RNN (1 layer, 4 units) (2 layers, 3 units) Test loss" in text
    summary = pandas.read_csv(extended.results / "tables/summary.csv").set_index("model")
    for name in ("rnn-4", "rnn-2x3"):
        for measure in ("test_loss", "test_accuracy"):
            mean, deviation = (summary.loc[name, f"{measure}_{of}"] for of in ("mean", "std"))
            assert f"{mean:.4f} ± {deviation:.4f}" in text
    for pair in ("GRU against LSTM:", "RNN against LSTM:", "RNN against GRU:"):
        assert pair in text


def test_the_notebook_builds_it(extended):
    book = nbformat.read(extended.results / "report/00000000_DL_hw3.ipynb", as_version=4)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert any("'layer': 'SimpleRNN'" in cell.source for cell in code)
    printed = "".join(o.get("text", "") for cell in code for o in cell.outputs)
    model = keras.models.load_model(extended.results / "runs/rnn-4/seed-5/model.keras")
    assert re.search(rf"^rnn-4 +{model.count_params():,} parameters$", printed, re.MULTILINE)
    assert "'RNN': [(" in printed


def test_the_page_leaves_out_a_cell_without_a_twin_and_says_so(extended):
    html = (extended.results / "report/00000000_DL_hw3.html").read_text()
    assert "RNN 4 is left out: the page has no twin of the layer SimpleRNN." in html


def test_a_figure_is_a_result_and_stands_in_the_pdf(extended, text):
    label = "test accuracy of each training (%)"
    figure = pypdf.PdfReader(extended.results / "figures/seeds.pdf").pages[0].extract_text()
    assert label in figure and "RNN 2 × 3" in figure
    assert (extended.results / "figures/seeds.png").exists()
    assert label in text


def test_a_claim_is_printed_and_its_test_passes(extended, text):
    claims = pandas.read_csv(extended.results / "report/claims.csv").set_index("name")
    sentence = claims.loc["largest", "text"].replace(r"$\times$", "×")
    assert "higher mean accuracy than the largest" in sentence and sentence in text
    done = unit_tests(extended.folder, "test_claims.py")
    assert done.returncode == 0, done.stdout


def test_another_head_is_trained_and_the_notebook_must_follow(extended):
    build, *rest = [path for path, _, _ in steps("Change the head")]
    twin = "test_notebook.py::test_its_networks_are_those_of_the_workflow"
    follow("Change the head", extended.folder, [build])
    done = unit_tests(extended.folder, twin)
    assert done.returncode == 1 and "3 failed" in done.stdout, done.stdout
    follow("Change the head", extended.folder, rest)
    fused = "test_recurrence.py::test_smallest_sizes"  # the same function as the stock layers
    done = unit_tests(extended.folder, twin, fused, "test_claims.py")
    assert done.returncode == 0, done.stdout
    assert extended.plan()["train"] == 12 + 8  # all: row readers and whole-image models
    path = "results/runs/gru-4/seed-0/model.keras"
    done = extended.run(path)
    assert done.returncode == 0, done.stdout
    model = keras.models.load_model(extended.folder / path)
    assert [layer.name for layer in model.layers[-3:]] == ["head", "second_head", "logits"]
