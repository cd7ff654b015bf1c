"""The jobs of a real run: what they log and measure, what the console tells of them, and that they
are forks of one process that has imported TensorFlow."""

import re
import shutil
import sys

import pandas
import pytest

from .conftest import Workflow


def test_each_long_rule_logs_its_progress(finished):
    log = (finished.results / "logs/train/gru-4/seed-5.log").read_text()
    assert re.search(r"epoch 2/2  loss .* accuracy .* sequences/s .* s left", log)


def test_each_job_has_its_seconds_and_the_memory_of_the_process_that_did_the_work(finished):
    folder = finished.results / "benchmarks"
    paths = list(folder.rglob("*.tsv"))
    assert len(paths) == len(list((finished.results / "logs").rglob("*.log")))
    assert (pandas.concat(pandas.read_csv(path, sep="\t") for path in paths) > 0).all(axis=None)
    training = pandas.read_csv(folder / "train/gru-4/seed-5.tsv", sep="\t").iloc[0]
    assert training["max_rss"] > 200  # TensorFlow alone; what waits for a fork has a tenth
    assert training["cpu_time"] > 1


def test_jobs_find_tensorflow_imported_where_there_is_a_server(copied):
    script = copied.folder / "workflow/scripts/evaluate.py"
    told = "print('forked', 'tensorflow' in __import__('sys').modules)\n"
    text = script.read_text()
    script.write_text(text.replace("        evaluate(\n", f"        {told}        evaluate(\n"))
    done = copied.run("results/evaluation/linear/metrics.csv")
    assert done.returncode == 0, done.stdout
    log = (copied.results / "logs/evaluate/linear.log").read_text()
    assert f"forked {sys.platform == 'linux'}\n" in log


@pytest.mark.slow
def test_jobs_that_are_no_forks_compute_the_same_bytes(finished, tmp_path):
    workflow = Workflow(tmp_path)
    shutil.copytree(finished.results / "data", workflow.results / "data")
    snakefile = workflow.folder / "Snakefile"
    text = snakefile.read_text()
    snakefile.write_text(text.replace("HELD.append(start_server())", "pass"))
    assert snakefile.read_text() != text
    names = ["traces/gru-4/seed-0.npz", "evaluation/gru-4/predictions.npz"]
    done = workflow.run(*(f"results/{name}" for name in names))
    assert done.returncode == 0, done.stdout
    for name in [*names, "evaluation/gru-4/metrics.csv", "runs/gru-4/seed-0/history.csv"]:
        assert (workflow.results / name).read_bytes() == (finished.results / name).read_bytes()


def test_the_console_has_a_line_a_job_nothing_of_a_library_and_where_the_results_lie(finished):
    lines = finished.output.splitlines()
    jobs = len(list((finished.results / "logs").rglob("*.log")))
    took = [line for line in lines if " took " in line]
    assert len(took) == jobs and len(lines) < jobs + 80
    assert not re.search(r"absl|oneDNN|cpu_feature_guard|epoch \d+/\d+  loss", finished.output)
    assert re.match(rf"\d\d:\d\d \[.*{jobs}, 100 %\] record_provenance took \d", took[-1])
    # Those of jobs that end in the same second share one status.
    assert sum("running: " in line and " left" in line for line in took) > jobs / 2
    end = finished.output[finished.output.index("The report, the notebook and the page:") :]
    for kind in ("pdf", "ipynb", "html"):
        assert f"  results/report/00000000_DL_hw3.{kind}\n" in end
