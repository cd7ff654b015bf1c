"""How long a run still takes: exact where the costs are right, corrected where they are not."""

import math
from pathlib import Path

import numpy as np
import pandas
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rowreader.console.costs import job_seconds
from rowreader.console.time_left import Running, Speed, Task, time_left
from rowreader.networks.cost import training_cost

ROOT = Path(__file__).parents[2]
seconds = st.floats(0.1, 1000)


@st.composite
def runs(draw):
    """{key: Task} of jobs that need some of the jobs before them."""
    tasks = {}
    for key in range(draw(st.integers(1, 12))):
        tasks[key] = Task(
            kind=(draw(st.sampled_from("ab")), draw(st.sampled_from("cd"))),
            fixed=draw(seconds),
            growing=draw(seconds),
            threads=draw(st.integers(1, 3)),
            priority=draw(st.integers(0, 2)),
            after=frozenset(draw(st.sets(st.integers(0, key - 1), max_size=3)) if key else ()),
        )
    return tasks


def ends(tasks, times, cores):
    """{key: (start, end)} of a run in which job `key` takes times[key] and has one thread."""
    found, now = {}, 0.0
    while len(found) < len(tasks):
        busy = sum(end > now for _, end in found.values())
        ready = [
            key
            for key, task in tasks.items()
            if key not in found
            and all(name in found and found[name][1] <= now for name in task.after & set(tasks))
        ]
        ready.sort(key=lambda key: -tasks[key].priority)
        for key in ready[: cores - busy]:
            found[key] = now, now + times[key]
        now = min((end for _, end in found.values() if end > now), default=now)
    return found


def moment(plan, times, now):
    """What is known at a time: {key: seconds} of the jobs done, {key: Running}."""
    done = {key: times[key] for key, (_, end) in plan.items() if end <= now}
    running = {
        key: Running(now - start) for key, (start, end) in plan.items() if start <= now < end
    }
    return done, running


@given(runs(), st.integers(1, 4), st.floats(0, 1), st.lists(seconds, min_size=12, max_size=12))
def test_it_is_never_negative_and_never_less_than_the_work_needs(tasks, cores, part, times):
    plan = ends(tasks, times, cores)
    done, running = moment(plan, times, part * max(end for _, end in plan.values()))
    left = time_left(tasks, done, running, cores)
    assert left >= 0 and math.isfinite(left)
    assert (left > 0) or not set(tasks) - set(done) - set(running)


@given(runs(), st.integers(1, 4), st.floats(0, 1))
def test_it_is_exact_where_the_costs_are_right(tasks, cores, part):
    tasks = {key: Task(**{**vars(task), "threads": 1}) for key, task in tasks.items()}
    times = {key: task.cost for key, task in tasks.items()}
    plan = ends(tasks, times, cores)
    end = max(end for _, end in plan.values())
    done, running = moment(plan, times, part * end)
    assert time_left(tasks, done, running, cores) == pytest.approx(end - part * end, abs=1e-6)


def test_one_long_last_job_is_waited_for_on_however_many_cores():
    tasks = {"long": Task(("a",), 100.0, after=frozenset(["first"])), "first": Task(("a",), 10.0)}
    tasks |= {number: Task(("a",), 1.0) for number in range(4)}
    assert time_left(tasks, {}, {}, 16) == pytest.approx(110)
    assert time_left(tasks, {}, {}, 2) == pytest.approx(110)
    assert time_left(tasks, {}, {}, 1) == pytest.approx(114)


def test_jobs_with_several_threads_share_the_cores():
    tasks = {number: Task(("a",), 10.0, threads=2) for number in range(2)}
    assert time_left(tasks, {}, {}, 4) == pytest.approx(10)
    assert time_left(tasks, {}, {}, 3) == pytest.approx(20)
    assert time_left(tasks, {}, {}, 1) == pytest.approx(20)  # they get what there is


def test_a_machine_of_half_the_speed_is_noticed():
    tasks = {number: Task(("train", "gru-32"), 100.0) for number in range(10)}
    done = {number: 200.0 for number in range(5)}
    assert time_left(tasks, done, {}, 1) == pytest.approx(1000, rel=0.02)


def test_what_a_network_takes_says_more_of_itself_than_of_others():
    speed = Speed([(("train", "gru-32"), 200.0, 100.0), (("evaluate", "gru-32"), 50.0, 50.0)])
    assert speed.ratio(("train", "gru-32")) == pytest.approx(2, rel=0.02)
    assert speed.ratio(("evaluate", "gru-32")) == pytest.approx(1, rel=0.05)
    assert 1 < speed.ratio(("plot",)) < 2


def test_a_running_training_tells_how_fast_the_machine_is_before_it_ends():
    tasks = {"train": Task(("train", "gru-32"), fixed=5.0, growing=100.0)}
    # After 2 of 10 epochs it has taken three times what is known: 8 epochs of 30 s are left.
    running = {"train": Running(elapsed=80.0, since=75.0, share=0.2, to_do=0.8)}
    assert time_left(tasks, {}, running, 1) == pytest.approx(240 - 5, rel=0.2)
    # Without its word it is known to be late, no more.
    assert time_left(tasks, {}, {"train": Running(elapsed=300.0)}, 1) < 30


def test_a_resumed_training_does_only_what_is_left():
    tasks = {"train": Task(("train", "gru-32"), fixed=0.0, growing=100.0)}
    running = {"train": Running(elapsed=10.0, since=10.0, share=0.1, to_do=0.2)}
    assert time_left(tasks, {}, running, 1) == pytest.approx(20)


@pytest.mark.parametrize("model", ["linear", "convolutional", "gru-3x32", "lstm-128"])
def test_more_work_costs_more(model):
    settings = yaml.safe_load((ROOT / "config/config.yaml").read_text())
    twice = {**settings, "training": {**settings["training"], "epochs": 20}}
    pixels = {**settings, "models": {**settings["models"], "step_reads": "pixel"}}
    fixed, growing = job_seconds("train", model, settings)
    assert job_seconds("train", model, twice) == pytest.approx((fixed, 2 * growing))
    assert job_seconds("train_in_sweep", model, settings) == (fixed, growing)
    recurrent = model.startswith(("gru", "lstm"))
    assert (job_seconds("train", model, pixels)[1] > growing) == recurrent
    assert job_seconds("evaluate", model, settings)[1] > 0


RUNS = ["measured_on_a_busy_machine.csv", "measured_in_forks.csv"]
"""Default runs on two shared cores. In the first others were at work, so that a training took four
times as long as the same from another seed; in the second jobs were forks of the server."""


def measured_run(name):
    """({key: Task}, {key: seconds}) of such a run."""
    settings = yaml.safe_load((ROOT / "config/config.yaml").read_text())
    table = pandas.read_csv(Path(__file__).with_name(name), dtype={"seed": str})
    tasks, times = {}, {}

    def add(key, taken=None, after=(), priority=0):
        model = key[1] if len(key) > 1 else None
        fixed, growing = job_seconds(key[0], model, settings)
        tasks[key] = Task((key[0], model), fixed, growing, 1, priority, frozenset(after))
        times[key] = fixed if taken is None else taken

    add(("download",))
    add(("binarize",), after=[("download",)])
    for row in table.itertuples():
        key = (row.rule, row.model, row.seed)
        trained = [("train", row.model, seed) for seed in "012"]
        if row.rule == "train":
            add(key, row.seconds, [("binarize",)], training_cost(row.model))
        elif row.rule != "make_notebook":
            add(key, row.seconds, trained)
    evaluated = [key for key in tasks if key[0] == "evaluate"]
    traced = [key for key in tasks if key[0] == "trace_states"]
    add(("tabulate_results",), after=evaluated)
    notebook = table.set_index("rule")["seconds"]["make_notebook"]
    add(("make_notebook",), notebook, [("tabulate_results",)])
    add(("make_page",), after=traced)
    add(("render",), after=[("tabulate_results",), *traced])
    add(("compile",), after=[("render",)])
    return tasks, times


def errors(tasks, times):
    """How wrong the foretold length of a run is, as parts of it, after each hundredth of it from
    the tenth on."""
    plan = ends(tasks, times, cores=2)
    total = max(end for _, end in plan.values())
    found = []
    for now in np.arange(0.1, 1, 0.01) * total:
        done, running = moment(plan, times, now)
        for key in running:
            if key[0] == "train":
                running[key] = told(tasks[key], times[key], running[key].elapsed)
        found.append((now + time_left(tasks, done, running, 2)) / total - 1)
    return np.array(found)


@pytest.mark.parametrize("name", RUNS)
def test_a_measured_run_is_foretold_within_a_fifth_after_a_tenth(name):
    tasks, times = measured_run(name)
    found = np.abs(errors(tasks, times))
    assert max(found) < 0.2 and np.median(found) < 0.05


@pytest.mark.parametrize("factor", [0.3, 3, 20])
def test_a_run_on_a_steady_machine_is_foretold_within_a_tenth_after_a_tenth(factor):
    tasks, _ = measured_run(RUNS[0])
    times = {key: factor * task.cost for key, task in tasks.items()}
    assert max(np.abs(errors(tasks, times))) < 0.1


def told(task, taken, elapsed, epochs=10):
    """The Running of a training that has logged its last full epoch."""
    start = task.fixed / task.cost * taken
    each = (taken - start) / epochs
    last = int((elapsed - start) / each) if elapsed > start else 0
    if not last:
        return Running(elapsed)
    return Running(elapsed, start + last * each, last / epochs, 1 - last / epochs)
