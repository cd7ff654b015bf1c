"""What a person sees of a run, on a terminal and on none, and what Snakemake says all the same."""

import io
import logging
import os
import re
import subprocess
import sys

import pytest
from rowreader.console.console import CLEAR, SILENCE, Console
from rowreader.console.plan import plan_text
from rowreader.console.run_state import Job, RunState
from rowreader.console.time_left import Task
from rowreader.console.words import about, duration, epochs, job_name
from snakemake.logging import ColorizingTextHandler
from snakemake_interface_logger_plugins.common import LogEvent


class Clock:
    """A time that only the test changes."""

    def __init__(self):
        self.time = 1e9

    def __call__(self):
        return self.time


class Stream(io.StringIO):
    def __init__(self, terminal):
        super().__init__()
        self.terminal = terminal

    def isatty(self):
        return self.terminal


class Run:
    """A console on a stream, without its thread, and Snakemake's events of two jobs."""

    def __init__(self, folder, terminal=False):
        self.clock, self.stream = Clock(), Stream(terminal)
        task = Task(("train", "gru-32"), fixed=60.0, growing=540.0)
        self.jobs = {
            number: Job(f"train gru-32 seed-{number}", task, folder / f"{number}.log")
            for number in (1, 2)
        }
        state = RunState(self.jobs, cores=1, now=self.clock)
        self.console = Console(ColorizingTextHandler(nocolor=True, stream=self.stream), state)

    def say(self, text, level=logging.INFO, **fields):
        record = logging.LogRecord("snakemake", level, "", 0, text, None, None)
        vars(record).update(fields)
        self.console.handle(record)

    def start(self, number):
        self.say("Execute 1 jobs...", event=LogEvent.JOB_STARTED, jobs=[number])
        self.say("rule train:", event=LogEvent.JOB_INFO, jobid=number)

    def finish(self, number):
        self.say("Finished", event=LogEvent.JOB_FINISHED, job_id=number)
        self.say("", event=LogEvent.PROGRESS, done=1, total=2)

    def pass_time(self, seconds):
        self.clock.time += seconds
        self.console.tick()

    @property
    def lines(self):
        return self.stream.getvalue().splitlines()


@pytest.fixture
def run(tmp_path):
    return Run(tmp_path)


def test_without_a_terminal_each_finished_job_is_a_line_with_what_runs_and_what_is_left(run):
    run.start(1)
    run.pass_time(0)
    run.clock.time += 600
    run.finish(1)
    run.start(2)
    run.pass_time(60)
    run.clock.time += 540
    run.finish(2)
    run.console.close()
    first, second, last = run.lines
    assert "[0/2,  0 %] running: train gru-32 seed-1 (0:00); about 20 min left" in first
    assert "[1/2, 55 %] train gru-32 seed-1 took 10:00; running: train gru-32 seed-2" in second
    assert second.endswith("about 9 min left")
    assert last.endswith("[2/2, 100 %] train gru-32 seed-2 took 10:00")


def test_a_long_silence_is_broken_now_and_then(run):
    run.start(1)
    for _ in range(10):
        run.pass_time(SILENCE / 4)
    assert len(run.lines) == 3


def test_on_a_terminal_one_line_is_written_over_and_fits(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm")
    run = Run(tmp_path, terminal=True)
    run.start(1)
    run.pass_time(1)
    run.pass_time(1)
    run.clock.time += 598
    run.finish(1)
    run.start(2)
    run.pass_time(1)
    run.console.close()
    shown = [line.split(CLEAR)[-1] for line in run.stream.getvalue().split("\n")]
    assert shown[0].endswith("train gru-32 seed-1 took 10:00") and shown[1] == ""
    drawn = re.findall(r"(?m)(?:^|\r\x1b\[K)(\[[^\r\n]*)", run.stream.getvalue())
    assert len(drawn) == 3 and all(len(part) < 60 for part in drawn)
    assert "about 20 min left; running: train gru-32" in drawn[0]


def test_the_epochs_of_a_training_are_shown_and_those_of_an_earlier_run_not(run):
    log = run.jobs[1].log
    log.write_text("12:00:00 epoch 9/10  loss 1\n")
    os.utime(log, (run.clock.time - 100,) * 2)
    run.start(1)
    run.pass_time(0)
    assert "epoch" not in run.lines[-1]
    log.write_text("12:00:00 epoch 1/10  loss 1\n12:00:01 epoch 2/10  loss 1\n")
    os.utime(log, (run.clock.time + 160,) * 2)
    run.pass_time(SILENCE + 1)
    assert "(5:01, epoch 2/10)" in run.lines[-1]


def test_warnings_errors_and_a_failed_job_are_snakemakes_own_words(run):
    run.start(1)
    run.say("a warning", logging.WARNING)
    run.say("Error in rule train", logging.ERROR, event=LogEvent.JOB_ERROR, jobid=1)
    run.say("Select jobs to execute...")
    run.pass_time(SILENCE + 1)
    run.start(2)
    run.pass_time(0)
    run.finish(2)
    run.console.close()
    assert run.lines[:2] == ["a warning", "Error in rule train"]
    assert "[1/2, 1 failed] train gru-32 seed-2 took" in run.lines[-1]
    assert len(run.lines) == 4 and not any("min left" in line for line in run.lines)


def test_a_closed_terminal_or_a_bug_of_the_console_does_not_end_the_run(run, capsys):
    run.start(1)
    run.stream.close()
    run.finish(1)
    run.pass_time(1)
    run.console.close()


def test_words():
    assert job_name("train", {"model": "gru-32", "seed": "0"}) == "train gru-32 seed-0"
    assert [duration(s) for s in (0, 35, 3723)] == ["0:00", "0:35", "1:02:03"]
    times = {3: "a few seconds", 44: "about 40 s", 700: "about 12 min", 9000: "about 2.5 h"}
    assert {seconds: about(seconds) for seconds in times} == times
    assert epochs("resumed\nx epoch 3/10  a\nx epoch 4/10  b\n") == (3, 4, 10)
    assert epochs("") is None


def test_a_plan_fits_on_a_screen_and_says_why():
    jobs = {
        number: Job(f"rule_{number % 20} x", Task(("rule",), 100.0 * (1 + number % 20)))
        for number in range(40)
    }
    reasons = {f"rule_{number}": {"not there yet"} for number in range(20)}
    reasons["rule_19"] = {"its code or library has changed"}
    lines = plan_text(jobs, reasons, cores=2).splitlines()
    assert len(lines) <= 20 and max(map(len, lines)) < 80
    assert lines[1].split()[:4] == ["rule_19", "2", "67", "min"]
    assert lines[1].endswith("its code or library has changed")
    assert "8 others" in lines[-2] and lines[-1].startswith("40 jobs, about 5.9 h on 2 cores")


@pytest.mark.parametrize(
    ("raised", "told", "in_log"),
    [
        ("UserError('no folder é')", "error: no folder é\n", "error: no folder é"),
        ("OSError(28, 'No space left')", "error: [Errno 28] No space left\n", "No space left"),
        (
            "TypeError('a bug')",
            "error: TypeError: a bug (the traceback is in logs/job.log)\n",
            "Traceback (most recent call last)",
        ),
    ],
)
def test_a_failing_job_tells_one_line_and_all_else_goes_to_its_log(tmp_path, raised, told, in_log):
    script = f"""
import os, subprocess, sys
from rowreader.run.job import *
with job_log("logs/job.log"):
    print("from Python")
    os.write(2, b"from C++\\n")
    subprocess.run([sys.executable, "-c", "print('from a program')"])
    logging.info("from us")
    raise {raised}
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
    environment.pop("ROWREADER_RUN", None)
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True
    )
    assert done.returncode == 1
    assert done.stdout == b"" and done.stderr.decode() == told
    log = (tmp_path / "logs/job.log").read_text(encoding="utf-8")
    for text in ("from Python", "from C++", "from a program", "from us", in_log):
        assert text in log
