"""What a run has done and does, from the events of its jobs."""

import time
from dataclasses import dataclass
from pathlib import Path

from .time_left import Running, Task, time_left
from .words import about, clock, duration, epochs, running_text


@dataclass(frozen=True)
class Job:
    """A job of the run: its name, its task, and its log, in which a training tells its epochs."""

    name: str
    task: Task
    log: Path | None = None


class RunState:
    """jobs: {key: Job}; cores: how many threads run at a time; now: a function like time.time."""

    def __init__(self, jobs, cores, now=time.time):
        self.jobs, self.cores, self.now = jobs, cores, now
        self.begun = now()
        self.started, self.done, self.failed = {}, {}, set()

    def start(self, key):
        if key in self.jobs:
            self.started[key] = self.now()
            self.failed.discard(key)

    def finish(self, key):
        if key in self.jobs:
            self.done[key] = self.now() - self.started.pop(key, self.now())

    def fail(self, key):
        if key in self.jobs:
            self.started.pop(key, None)
            self.failed.add(key)

    def left(self):
        """The seconds that the run still takes, None once a job has failed."""
        if self.failed:
            return None
        running = {key: self._running(key) for key in self.started}
        tasks = {key: job.task for key, job in self.jobs.items()}
        return time_left(tasks, self.done, running, self.cores)

    def took(self, key):
        """The line of a job that has finished."""
        return f"{clock(self.now())} {self.jobs[key].name} took {duration(self.done[key])}"

    def took_and_status(self, key):
        """The same line with all that there is to say; key None: without a job."""
        left = self.left()
        parts = [] if key is None else [f"{self.jobs[key].name} took {duration(self.done[key])}"]
        if self.started:
            parts.append(f"running: {running_text(self._at_work())}")
        if left:
            parts.append(f"{about(left)} left")
        return f"{clock(self.now())} [{self._counts(left)}] {'; '.join(parts)}"

    def status(self, width):
        """One line of at most `width` letters: how long it takes, and what runs."""
        left = self.left()
        head = f"[{self._counts(left)}] "
        if left:
            head += f"{about(left)} left; "
        if not self.started:
            return head.rstrip(" ;")[:width]
        room = width - len(head) - len("running: ")
        return f"{head}running: {running_text(self._at_work(), room)}"[:width]

    def _counts(self, left):
        """Such as "23/75, 18 %": the jobs done, and how much of the time has gone by."""
        done = f"{len(self.done):{len(str(len(self.jobs)))}}/{len(self.jobs)}"
        if left is None:
            return f"{done}, {len(self.failed)} failed"
        gone = self.now() - self.begun
        # Only what is finished is 100 %.
        share = 100 if len(self.done) == len(self.jobs) else min(99, 100 * gone / (gone + left + 1))
        return f"{done}, {share:2.0f} %"

    def _at_work(self):
        """(name, seconds, (last, total) epochs or None) of each running job."""
        told = {key: self._told(key) for key in self.started}
        return [
            (self.jobs[key].name, self.now() - since, told[key] and told[key][1:3])
            for key, since in self.started.items()
        ]

    def _running(self, key):
        elapsed = self.now() - self.started[key]
        told = self._told(key)
        if told is None:
            return Running(elapsed)
        first, last, total, since = told
        return Running(
            elapsed,
            since=min(since, elapsed),
            share=(last - first + 1) / total,
            to_do=(total - last) / total,
        )

    def _told(self, key):
        """(first, last, total) epochs in the log of a running job, and how many seconds after its
        start it told the last one; None if nothing, or if the log is an earlier run's."""
        log = self.jobs[key].log
        try:
            since = log.stat().st_mtime - self.started[key] if log else -1
            found = since >= 0 and epochs(log.read_text(encoding="utf-8", errors="replace"))
        except OSError:
            return None
        return (*found, since) if found else None
