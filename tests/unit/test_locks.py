"""Locks end with their process; only a lock that is held means that another is at work."""

import errno
import os
import subprocess
import sys

import pytest
from rowreader.run import locks

JOB = """
import subprocess, sys
from rowreader.run.locks import join_run
join_run()
child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
print(child.pid, flush=True)
child.wait()
"""
RUN = """
import os, subprocess, sys
environment = {**os.environ, "ROWREADER_RUN": str(os.getpid())}
subprocess.run([sys.executable, "-c", sys.argv[1]], env=environment)
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(locks, "POLL", 0.01)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))


def test_one_holds_and_a_second_is_told():
    with locks.lock("lock"), pytest.raises(locks.Busy):
        locks.lock("lock")
    locks.lock("lock").close()


def test_shared_locks_keep_out_only_who_wants_it_alone():
    first, second = (locks.lock("lock", shared=True) for _ in range(2))
    with first, second, pytest.raises(locks.Busy):
        locks.lock("lock")


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_file_system_without_locks_is_not_another_run(monkeypatch, number):
    def unable(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(locks.fcntl, "flock", unable)
    assert locks.lock("lock") is None and locks.start_run() is None


def test_a_lock_on_a_removed_file_keeps_nobody_out():
    with locks.lock("lock"):
        os.unlink("lock")
        locks.lock("lock").close()


def test_a_job_ends_with_its_run_and_takes_along_what_it_started():
    run = subprocess.Popen([sys.executable, "-c", RUN, JOB], stdout=subprocess.PIPE, text=True)
    child = int(run.stdout.readline())
    with pytest.raises(locks.Busy, match="jobs of an earlier run"):
        locks.start_run(wait=0)
    run.kill()  # and a zombie until the end of this test, as under a parent that does not wait
    assert run.stdout.read() == ""
    locks.start_run(wait=60).close()
    assert not locks._alive(child)
    run.wait()


def test_a_job_whose_run_has_ended_before_it_begins_does_nothing():
    run = subprocess.Popen([sys.executable, "-c", ""])
    run.wait()
    job = "from rowreader.run.job import job_log\nwith job_log('job.log'): print('at work')"
    environment = {**os.environ, "ROWREADER_RUN": str(run.pid)}
    done = subprocess.run([sys.executable, "-c", job], env=environment, capture_output=True)
    assert done.returncode == 1 and b"the run of this job has ended" in done.stderr
    assert not os.path.exists("job.log")
