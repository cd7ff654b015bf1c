"""What ends a run with one clear line: bad configuration, a second run, a TeX error."""

import re
import subprocess
import sys

import pytest


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
    done = finished.run_without_jobs(settings=settings)
    assert done.returncode != 0
    assert message in done.stdout and "Traceback" not in done.stdout
    assert finished.plan() == {}


def test_a_configuration_that_does_not_parse_names_its_line(finished, edited):
    text = (finished.folder / "config/config.yaml").read_text()
    edited("config/config.yaml", "models:\n", "models: [\n")
    done = finished.run_without_jobs("--dry-run")
    line = text[: text.index("models:")].count("\n") + 1
    assert done.returncode != 0 and "Traceback" not in done.stdout
    # The bracket is found open at the next key that cannot be in it.
    found = re.search(r"config/config.yaml, line (\d+): no valid YAML", done.stdout)
    assert line <= int(found[1]) <= line + 2


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


def test_a_tex_error_is_shown_with_its_line(copied):
    template = copied.folder / "workflow/report/theory.tex.jinja"
    template.write_text(template.read_text().replace("Conventions:", r"\nosuchcommand"))
    done = copied.run("results/report/00000000_DL_hw3.pdf")
    assert done.returncode != 0
    assert done.stdout.count("Undefined control sequence") == 1
    assert r"\nosuchcommand" in done.stdout
    assert not copied.results.joinpath("report/00000000_DL_hw3.pdf").exists()
