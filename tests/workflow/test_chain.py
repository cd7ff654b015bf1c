"""One real run from download to PDF: what it makes, and what its numbers and pages say."""

import copy
import hashlib
import json
import re
import shutil
from collections import Counter

import keras
import nbformat
import numpy as np
import pandas
import pypdf
import pytest
from make_notebook import execute
from rowreader.analysis.metrics import accuracy, cross_entropy
from rowreader.data.images import load_part
from rowreader.run.names import WHOLE_IMAGE

from tests.prose import LIMITS, prose

RECURRENT = ["lstm-4", "lstm-2x3", "gru-4", "gru-2x3"]


@pytest.fixture(scope="session")
def pages(finished):
    reader = pypdf.PdfReader(finished.results / "report/00000000_DL_hw3.pdf")
    return [page.extract_text() for page in reader.pages]


def between(pages, start, end=None):
    text = "\n".join(pages)
    text = text[text.index(start) :]
    return text[: text.index(end)] if end else text


def test_the_binarized_data_is_compact(finished):
    path = finished.results / "data/binarized.npz"
    assert path.stat().st_size < 10e6
    images, labels = load_part(path, "train")
    assert images.shape == (600, 28, 28) and set(np.unique(images)) == {0, 1}
    assert len(labels) == 600


def test_the_metrics_are_those_of_the_saved_stock_models(finished):
    data = finished.results / "data/binarized.npz"
    images, labels = load_part(data, "test")
    images, training = images.astype("float32"), load_part(data, "train")
    for name in RECURRENT:
        metrics = pandas.read_csv(
            finished.results / f"evaluation/{name}/metrics.csv", float_precision="round_trip"
        )
        for _, row in metrics.iterrows():
            path = finished.results / f"runs/{name}/seed-{row['seed']}/model.keras"
            model = keras.models.load_model(path)
            logits = np.asarray(model(images))
            assert np.isclose(cross_entropy(logits, labels), row["test_loss"], atol=1e-5)
            assert np.isclose(accuracy(logits, labels), row["test_accuracy"], atol=1 / 300)
            logits = np.asarray(model(training[0].astype("float32")))
            assert np.isclose(cross_entropy(logits, training[1]), row["train_loss"], atol=1e-5)
            up = np.pad(images, [(0, 0), (0, 2), (0, 0)])[:, 2:]
            logits = np.asarray(model(up))
            assert np.isclose(accuracy(logits, labels), row["accuracy_up"], atol=1 / 300)


def test_the_tables_are_the_evaluations(finished, pages):
    runs = pandas.read_csv(finished.results / "tables/runs.csv")
    parts = [
        pandas.read_csv(finished.results / f"evaluation/{name}/metrics.csv")
        for name in [*RECURRENT, *WHOLE_IMAGE]
    ]
    together = pandas.concat(parts, ignore_index=True)
    pandas.testing.assert_frame_equal(runs.drop(columns="crc32"), together.drop(columns="crc32"))
    summary = pandas.read_csv(finished.results / "tables/summary.csv").set_index("model")
    text = re.sub(r"\s+", " ", between(pages, "Question 2", "Question 3"))
    for name in RECURRENT:
        chosen = runs[runs["model"] == name]
        for measure in ("test_loss", "test_accuracy"):
            mean, deviation = chosen[measure].mean(), chosen[measure].std()
            assert np.isclose(summary.loc[name, f"{measure}_mean"], mean)
            assert f"{mean:.4f} ± {deviation:.4f}" in text
    assert text.count("(1 layer, 4 units)") == text.count("(2 layers, 3 units)") == 2
    assert "4 networks" in text and "make 8 trainings" in text


def test_the_report_keeps_the_homeworks_limits(finished, pages):
    before_bonus = next(i for i, text in enumerate(pages) if "Bonus." in text)
    assert before_bonus <= 7
    # Nothing of question 3 comes after the bonus's heading: its last figure is the last of these.
    text = "\n".join(pages)
    assert text.index("row from which on the prediction is final") < text.index("Bonus. ")
    tex = (finished.results / "report/report.tex").read_text()
    _, first, _, third, bonus = re.split(r"\\section\*", tex)
    for text, limit in zip((first, third, bonus), LIMITS.values(), strict=True):
        assert limit / 3 < len(prose(text)) <= limit


def test_the_report_has_no_code_and_no_loose_end(pages):
    text = "\n".join(pages)
    assert not re.search(r"\bimport |def |snakemake|\?\?|<<|>>|\bnan\b|\binf\b", text)


def test_the_claims_are_listed_with_their_numbers(finished):
    claims = pandas.read_csv(finished.results / "report/claims.csv")
    assert {"above_bar", "best", "decision", "evidence", "library"} <= set(claims["name"])
    for numbers in claims["numbers"]:
        json.loads(numbers)


def test_the_traced_gates_are_the_librarys(finished):
    for name in ("gru-4", "lstm-4"):
        for seed in (0, 5):
            with np.load(finished.results / f"traces/{name}/seed-{seed}.npz") as trace:
                assert trace["library_difference"] < 1e-5


def test_the_notebook_is_executed_and_stands_alone(finished):
    book = nbformat.read(finished.results / "report/00000000_DL_hw3.ipynb", as_version=4)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    source = "\n".join(cell.source for cell in code)
    assert "def plot_summary_table(" in source and "rowreader" not in source
    outputs = [output for cell in code for output in cell.outputs]
    assert not any(output.get("name") == "stderr" for output in outputs)  # differs from run to run
    assert not any(output.output_type == "error" for output in outputs)
    images = Counter("image/png" in output.get("data", {}) for output in outputs)
    assert images[True] >= 10
    assert "0x" not in "".join(output.get("text", "") for output in outputs)  # an address


@pytest.mark.slow
def test_the_notebook_gives_the_same_in_an_empty_folder_with_the_results(finished, tmp_path):
    book = nbformat.read(finished.results / "report/00000000_DL_hw3.ipynb", as_version=4)
    for part in ("data", "runs", "tables"):
        shutil.copytree(finished.results / part, tmp_path / "results" / part)
    again = copy.deepcopy(book)
    for cell in again.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    execute(again, tmp_path)
    assert again.cells == book.cells


def test_the_provenance_names_every_result_versions_and_durations(finished, pages):
    provenance = json.loads((finished.results / "provenance.json").read_text())
    made = {
        str(path.relative_to(finished.results)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in finished.results.rglob("*")
        if path.is_file()
    }
    kept = {
        path: digest
        for path, digest in made.items()
        if not path.startswith(("logs/", "benchmarks/", "report/tex/", "provenance.json"))
    }
    assert provenance["results"] == kept
    assert kept["data/binarized.npz"][:12] in "".join(pages)
    assert provenance["packages"]["scipy"]
    assert provenance["durations"]["train/gru-4/seed-5"] > 0
    assert provenance["seeds"] == [0, 5]
    assert f"keras {keras.__version__}" in "".join(pages)


def test_nothing_temporary_stays(finished):
    assert not [path for path in finished.results.rglob("*") if "writing" in path.name]
    assert not list(finished.results.glob("runs/*/*/checkpoints"))


@pytest.mark.slow
def test_a_sweep_tabulates_every_run_and_draws_each_setting(finished):
    sweep = {
        "pathvars": {"results": "swept"},
        "sweep": {"dropout": [0, 0.9], "seeds": [0]},
    }
    done = finished.run("swept/figures/sweep.pdf", settings=sweep)
    assert done.returncode == 0, done.stdout
    swept = finished.folder / "swept"
    runs = pandas.read_csv(swept / "sweep/runs.csv").set_index("dropout")
    assert list(runs.index) == [0, 0.9]
    assert list(runs["units"]) == [4, 4] and list(runs["seed"]) == [0, 0]
    same = pandas.read_csv(finished.results / "evaluation/gru-4/metrics.csv").iloc[0]
    measures = ["validation_loss", "validation_accuracy", "test_loss", "test_accuracy"]
    assert list(runs.loc[0, measures]) == pytest.approx(list(same[measures]))
    assert runs.loc[0.9, "test_loss"] != runs.loc[0, "test_loss"]
    summary = pandas.read_csv(swept / "sweep/summary.csv")
    assert summary["validation_accuracy_mean"].is_monotonic_decreasing
    pdf = pypdf.PdfReader(swept / "figures/sweep.pdf").pages[0].extract_text()
    assert "dropout rate" in pdf and "units" not in pdf


@pytest.mark.slow
def test_a_network_that_reads_pixels_is_traced_row_by_row(finished):
    pixels = {
        "pathvars": {"results": "pixels"},
        "models": {"step_reads": "pixel", "sizes": ["2"]},
        "training": {"seeds": [0], "epochs": 1},
        "analysis": {"states_of": "gru-2", "gates_of": "lstm-2", "seed": 0},
    }
    done = finished.run("pixels/traces/gru-2/seed-0.npz", settings=pixels)
    assert done.returncode == 0, done.stdout
    model = keras.saving.load_model(finished.folder / "pixels/runs/gru-2/seed-0/model.keras")
    images, _ = load_part(finished.results / "data/binarized.npz", "test")
    trace = np.load(finished.folder / "pixels/traces/gru-2/seed-0.npz")
    assert trace["predictions"].shape == (300, 28)
    want = model.predict(images[trace["examples"]], verbose=0)
    np.testing.assert_allclose(trace["example_logits"][:, -1], want, atol=1e-4)


def test_the_html_report_holds_documents_tables_and_figures_each_with_a_caption(finished):
    done = finished.run("--report", "report.html")
    assert done.returncode == 0, done.stdout
    html = (finished.folder / "report.html").read_text()
    assert "<strong>Finished report</strong>" in html  # the landing text
    results, _ = json.JSONDecoder().raw_decode(html[html.index('{"results/') :])
    figures = {f"figures/{path.name}" for path in (finished.results / "figures").glob("*.png")}
    tables = {f"tables/{path.name}" for path in (finished.results / "tables").glob("*.csv")}
    documents = {f"report/00000000_DL_hw3.{kind}" for kind in ("pdf", "ipynb", "html")}
    shown = {path.removeprefix("results/") for path in results}
    assert shown == figures | tables | documents | {"report/claims.csv"}
    for result in results.values():
        assert result["caption"] and result["labels"] and result["job_properties"]["rule"] != "all"
