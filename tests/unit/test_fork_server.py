"""The fork server: a script that asks it runs as it would by itself, without the import."""

import os
import signal
import subprocess
import sys

import psutil
import pytest
from rowreader.run import fork_server

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the server")

RUN = """
import os, signal, sys
from rowreader.run.fork_server import start_server
signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no zombies to wait for
os.environ["ROWREADER_RUN"] = str(os.getpid())
server = start_server()
print(server.pid, flush=True)
sys.stdin.read()
"""
SCRIPT = """
import sys
at_first = "tensorflow" in sys.modules
from rowreader.run.fork_server import ran_in_fork
if __name__ == "__main__" and not ran_in_fork():
    import os
    {body}
"""


class Run:
    """A process that has a server, as a run of the workflow is one."""

    def __init__(self, folder, backend="tensorflow"):
        self.folder = folder
        (folder / "keras.py").write_text("raise ImportError('of another project')")
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "KERAS_BACKEND": backend,
            **dict.fromkeys(fork_server.THREADS, "1"),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN],
            cwd=folder,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.server = psutil.Process(int(self.process.stdout.readline()))

    def job(self, body, *arguments, **environment):
        """Start a script with this body, as a job of the run."""
        script = self.folder / "script.py"
        script.write_text(SCRIPT.format(body=body))
        run = {fork_server.SERVER: sys.executable, "ROWREADER_RUN": str(self.process.pid)}
        return subprocess.Popen(
            [sys.executable, script, *arguments],
            cwd=self.folder,
            env=self.environment | run | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ended(self, body, *arguments, **environment):
        """(exit code, output, errors) of a job that has run to its end."""
        job = self.job(body, *arguments, **environment)
        output, errors = job.communicate("typed\n")
        return job.returncode, output, errors

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    run = Run(tmp_path_factory.mktemp("run"))
    yield run
    run.close()


def test_a_script_runs_in_a_fork_as_by_itself(run):
    body = "print(at_first, os.getppid(), input(), *sys.argv[1:], os.environ['MINE'], os.getcwd())"
    code, output, errors = run.ended(body, "argument", MINE="é")
    assert (code, errors) == (0, "")
    assert output == f"True {run.server.pid} typed argument é {run.folder.resolve()}\n"


@pytest.mark.parametrize(
    ("body", "code", "told"),
    [
        ("sys.exit()", 0, ""),
        ("sys.exit(3)", 3, ""),
        ("sys.exit('too bad')", 1, "too bad"),
        ("raise ValueError('a bug')", 1, "ValueError: a bug"),
        ("os.kill(os.getpid(), 9)", 1, "was it killed"),
    ],
)
def test_a_job_ends_as_its_fork_does(run, body, code, told):
    ended, _, errors = run.ended(body)
    assert ended == code
    assert told in errors and bool(errors) == bool(told)


@pytest.mark.parametrize(
    "environment",
    [
        {fork_server.SERVER: ""},
        {fork_server.SERVER: "/another/python"},
        {fork_server.THREADS[0]: "2"},
    ],
)
def test_a_job_that_the_server_does_not_fit_does_its_own_work(run, environment):
    assert run.ended("print(at_first)", **environment) == (0, "False\n", "")


@pytest.mark.parametrize("backend", ["tensorflow", "none"])  # Keras fails to import with the other
def test_a_job_does_its_own_work_where_the_server_fails(tmp_path, backend):
    run = Run(tmp_path, backend)
    try:
        if backend == "tensorflow":
            run.server.kill()
            run.server.wait()
        assert run.ended("print(at_first)") == (0, "False\n", "")
    finally:
        run.close()


def test_a_fork_ends_with_who_asked_for_it(run):
    body = "from rowreader.run.locks import join_run; join_run(); print(os.getpid(), flush=True)"
    job = run.job(f"{body}; input()")
    fork = psutil.Process(int(job.stdout.readline()))
    job.kill()
    fork.wait(timeout=60)
    job.communicate()


def test_an_interrupted_job_ends_at_once_and_says_nothing_itself(run):
    job = run.job("print(os.getpid(), flush=True); input()")
    fork = int(job.stdout.readline())
    for process in (fork, job.pid):
        os.kill(process, signal.SIGINT)
    _, errors = job.communicate()
    assert job.returncode == 1
    assert errors.count("Traceback") == 1 and "KeyboardInterrupt" in errors


def test_the_server_ends_with_its_run_and_is_nobody_elses(tmp_path):
    run = Run(tmp_path)
    assert (tmp_path / fork_server.ADDRESS).stat().st_mode & 0o077 == 0
    run.process.kill()
    run.server.wait(timeout=60)
    run.close()
    another = Run(tmp_path)  # in the same folder
    assert another.ended("print(os.getppid())") == (0, f"{another.server.pid}\n", "")
    another.close()
    another.server.wait(timeout=60)
    assert not (tmp_path / fork_server.ADDRESS).exists()
