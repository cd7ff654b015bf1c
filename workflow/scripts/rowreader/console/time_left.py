"""How long a run still takes: known costs, corrected by what this machine took so far.

Times are in seconds, jobs are known by a key of any kind.
"""

import heapq
from collections import defaultdict
from dataclasses import dataclass

PRIOR = 5.0
"""Seconds of known cost that weigh as much as a more general ratio: a job of this length moves the
ratio of its own kind half-way from that of all jobs."""


@dataclass(frozen=True)
class Task:
    """A job that a run has to do.

    kind: from the general to the special, such as ("train", "gru-32"); what one job of a kind takes
    says most about the others. fixed, growing: its known cost, the start and the work. after: the
    keys of the jobs whose results it needs; only those that are tasks themselves count.
    """

    kind: tuple
    fixed: float
    growing: float = 0.0
    threads: int = 1
    priority: int = 0
    after: frozenset = frozenset()

    @property
    def cost(self):
        return self.fixed + self.growing


@dataclass(frozen=True)
class Running:
    """A job at work for `elapsed` seconds.

    One that logs its progress last did so `since` seconds after its start: by then it had done the
    part `share` of the task's work, and the part `to_do` was left; a job that resumes another's
    work does less than all. share is None where it logs none.
    """

    elapsed: float
    since: float = 0.0
    share: float | None = None
    to_do: float = 1.0


class Speed:
    """Ratios of measured to known seconds, by kind."""

    def __init__(self, evidence):
        """evidence: (kind, measured seconds, known seconds) of each job or part of a job."""
        self.totals = defaultdict(lambda: [0.0, 0.0])
        for kind, measured, known in evidence:
            for depth in range(len(kind) + 1):
                total = self.totals[kind[:depth]]
                total[0] += measured
                total[1] += known

    def ratio(self, kind):
        """Return the ratio for a kind: that of all jobs, moved by what is known of its rule, moved
        by what is known of its own kind."""
        ratio = 1.0
        for depth in range(len(kind) + 1):
            measured, known = self.totals.get(kind[:depth], (0.0, 0.0))
            ratio = (measured + PRIOR * ratio) / (known + PRIOR)
        return ratio


def speed_so_far(tasks, done, running):
    """Return the Speed of finished jobs {key: seconds} and of running ones {key: Running}: of the
    work that these have logged, or of all of it where they take longer than the others let expect.
    """
    evidence = [(tasks[key].kind, seconds, tasks[key].cost) for key, seconds in done.items()]
    for key, job in running.items():
        if job.share is not None:
            task = tasks[key]
            evidence.append((task.kind, job.since, task.fixed + job.share * task.growing))
    speed = Speed(evidence)
    silent = [(tasks[key], job.elapsed) for key, job in running.items() if job.share is None]
    late = [
        (task.kind, elapsed, task.cost)
        for task, elapsed in silent
        if elapsed > task.cost * speed.ratio(task.kind)
    ]
    return Speed(evidence + late) if late else speed


def time_left(tasks, done, running, cores):
    """Return the seconds until all tasks {key: Task} are done, never below 0.

    It plays the rest of the run: whenever a job ends, those that are ready start on the free cores,
    the highest priority first.
    """
    speed = speed_so_far(tasks, done, running)
    lengths = {key: task.cost * speed.ratio(task.kind) for key, task in tasks.items()}
    ends = []
    for key, job in running.items():
        if job.share is None:
            left = lengths[key] - job.elapsed
        else:
            work = tasks[key].growing * speed.ratio(tasks[key].kind)
            left = job.to_do * work - (job.elapsed - job.since)
        ends.append((max(left, 0.0), key))
    waiting = {key: task for key, task in tasks.items() if key not in done and key not in running}
    return _play(waiting, lengths, ends, {key: tasks[key].threads for key in running}, cores)


def _play(waiting, lengths, ends, threads, cores):
    """Return when the last job ends. waiting: {key: Task}; ends: (time, key) of the running jobs,
    threads: {key: number} of these."""
    threads = {**threads, **{key: task.threads for key, task in waiting.items()}}
    threads = {key: min(number, cores) for key, number in threads.items()}
    unmet, followers = {}, defaultdict(list)
    for key, task in waiting.items():
        names = [name for name in task.after if name in threads]
        unmet[key] = len(names)
        for name in names:
            followers[name].append(key)
    number = {key: place for place, key in enumerate(threads)}  # keys may have no order
    ready = [(-waiting[key].priority, number[key], key) for key in waiting if not unmet[key]]
    at_work = [(end, number[key], key) for end, key in ends]
    heapq.heapify(ready)
    heapq.heapify(at_work)
    free = cores - sum(threads[key] for _, key in ends)
    now = 0.0
    while ready or at_work:
        while ready and threads[ready[0][2]] <= free:
            key = heapq.heappop(ready)[2]
            free -= threads[key]
            heapq.heappush(at_work, (now + lengths[key], number[key], key))
        now, _, key = heapq.heappop(at_work)
        free += threads[key]
        for follower in followers[key]:
            unmet[follower] -= 1
            if not unmet[follower]:
                heapq.heappush(ready, (-waiting[follower].priority, number[follower], follower))
    return now
