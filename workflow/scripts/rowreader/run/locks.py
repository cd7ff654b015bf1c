"""Locks that end with the process that holds them, however it ends, and jobs that end with their
run.

A run of the workflow holds the folder's lock; each job shares another, so that a run which starts
right after one that was killed waits for the jobs that it left; a training holds one of its own.
"""

import errno
import os
import sys
import threading
import time
from pathlib import Path

import psutil

try:
    import fcntl
except ImportError:  # Windows has none
    fcntl = None

FOLDER = Path(".snakemake", "rowreader")  # of a run's locks, in the folder of the run
RUN = "ROWREADER_RUN"
"""The environment variable by which a job knows the processes that it must not outlive, by their
numbers: its run, and where the job is a fork, who asked for it."""

POLL = 0.5  # seconds


class Busy(Exception):
    """Another process holds the lock."""


def lock(path, shared=False, wait=0.0):
    """Lock the file `path` and return it open: the lock holds until it is closed or the process
    ends. None where there are no locks, as on some network file systems.

    Raises Busy if another process holds it for longer than `wait` seconds.
    """
    if fcntl is None:
        return None
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + wait
    while True:
        file = open(path, "a")  # noqa: SIM115
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError as error:
            file.close()
            if error.errno != errno.EWOULDBLOCK:
                return None
            if time.monotonic() >= end:
                raise Busy(path) from None
            time.sleep(POLL)
            continue
        if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
            return file
        file.close()  # its last holder removed it meanwhile: that lock keeps nobody out


def start_run(wait=60):
    """Lock this folder for a run, once the jobs of an earlier one have ended, for which it waits so
    many seconds. Returns the lock, to be kept, or None where there are no locks.

    Raises Busy, with the words for the user, if another run or its jobs are at work.
    """
    try:
        held = lock(FOLDER / "run.lock")
    except Busy:
        raise Busy("another run is at work in this folder; wait for it or stop it") from None
    try:
        jobs = lock(FOLDER / "jobs.lock", wait=wait)
    except Busy:
        raise Busy("jobs of an earlier run are still at work in this folder; stop them") from None
    if jobs:
        jobs.close()
    return held


def join_run():
    """Call at the start of a job: it ends, with all that it started, when its run does."""
    numbers = [int(number) for number in os.environ.get(RUN, "").split()]
    if not numbers:  # a script by itself
        return
    held = lock(FOLDER / "jobs.lock", shared=True, wait=60)
    if not all(map(_alive, numbers)):
        sys.exit("error: the run of this job has ended")
    threading.Thread(target=_end_with, args=(numbers, held), daemon=True).start()


def _end_with(numbers, held):
    """Watch the run. held: the job's lock, kept open as long as this thread lives."""
    while all(map(_alive, numbers)):
        time.sleep(POLL)
    children = psutil.Process().children(recursive=True)
    for child in children:
        child.kill()
    psutil.wait_procs(children, timeout=10)  # the next run starts when this job's lock is free
    psutil.Process().kill()


def _alive(number):
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
