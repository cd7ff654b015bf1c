"""One process of a run that has imported TensorFlow, and from which the run's jobs are forked.

The import takes seconds of a core, and a default run has more than fifty jobs that need it.
Snakemake starts each of them as a new Python. This one asks the server to run the same script in a
fork of itself, waits, and ends as the fork has ended. Where there is no server, or it fails, the
job does its own work: on a cluster, on macOS (whose libraries do not survive a fork), in another
Python than Snakemake's, with more threads than one.
"""

import atexit
import contextlib
import gc
import json
import logging
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import traceback
from pathlib import Path

from .locks import FOLDER, RUN

SERVER = "ROWREADER_FORK_SERVER"
"""The environment variable by which a job knows of the server: the Python that it is."""

HERE = Path(__file__).parent
ADDRESS = FOLDER / "fork-server"  # from the folder of the run, since an address has 107 bytes

THREADS = [f"{name}_NUM_THREADS" for name in ("OMP", "GOTO", "OPENBLAS", "MKL", "NUMEXPR")]
"""What libraries read at their import, so that a fork has what the server had. Snakemake sets them
to a job's threads."""

STREAMS = [0, 1, 2]  # standard input, output and error
LONGEST = 1 << 20  # bytes of a request, which holds the environment
FORKED = b"+"  # the first answer; the second is the exit code, a byte


def start_server():
    """Start the server, for the jobs that this process starts from now on. Returns what to keep
    as long as there are any: the server ends with it. None where there can be no server."""
    if sys.platform != "linux":
        return None
    try:
        ADDRESS.unlink(missing_ok=True)  # of a run that was killed
        ADDRESS.parent.mkdir(parents=True, exist_ok=True)
        with _socket() as listener:
            listener.bind(str(ADDRESS))
            ADDRESS.chmod(0o600)  # who reaches it can run anything; nobody can before it listens
            listener.listen(128)
            server = subprocess.Popen(
                [sys.executable, "-P", "-m", __name__, str(listener.fileno())],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[listener.fileno()],
                cwd=HERE,  # matplotlib reads settings in the folder of its import
                env=os.environ | dict.fromkeys(THREADS, "1") | {"PYTHONPATH": str(HERE.parents[1])},
            )
    except OSError:  # a file system without sockets, say
        return None
    # By this process, which holds the folder's lock: the server may see the next run's socket.
    atexit.register(ADDRESS.resolve().unlink, missing_ok=True)
    os.environ[SERVER] = sys.executable
    return server


def ran_in_fork():
    """Have this script run in a fork of the server. Returns whether that has been done, well; if
    not well, this process ends as the fork did."""
    if os.environ.get(SERVER) != sys.executable:
        return False
    if any(os.environ.get(name) != "1" for name in THREADS):
        return False
    request = {
        "arguments": sys.argv,
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "process": os.getpid(),
    }
    with _socket() as server:
        try:
            server.connect(str(ADDRESS))
            socket.send_fds(server, [json.dumps(request).encode()], STREAMS)
            answer = server.recv(1)
        except OSError:
            return False
        except KeyboardInterrupt:
            sys.exit(1)
        if answer != FORKED:
            return False
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the fork is interrupted, and ends this, too
        code = server.recv(1)
    if not code:
        sys.exit("error: the job ended without a word; was it killed, as where memory runs out?")
    if code != b"\0":
        sys.exit(code[0])
    return True


def _socket():
    return socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def serve(listener):
    """Fork a job for each that asks, until standard input ends, and so the run. The import waits
    for the first: many a run has no such job."""
    logging.basicConfig()  # else TensorFlow's and absl's messages get handlers of their own
    sys.path.append(sys.path.pop(0))  # our scripts: Snakemake has them last
    # Ctrl-C reaches the jobs and the run. Where the run ignores it, as in the background of a shell
    # script, so do its jobs.
    interrupted = signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no fork is waited for
    while sys.stdin not in select.select([listener, sys.stdin], [], [])[0]:
        if "keras" not in sys.modules:
            import keras  # noqa: F401  and all that it needs

            gc.freeze()  # so that no fork copies what was imported, only to look through it
            continue  # the run may have been killed meanwhile
        connection, _ = listener.accept()
        request, streams, _, _ = socket.recv_fds(connection, LONGEST, len(STREAMS))
        if os.fork() == 0:
            listener.close()
            try:
                signal.signal(signal.SIGINT, interrupted)
                _work(connection, json.loads(request), streams)
            finally:  # and no second server, whatever happens
                os._exit(1)
        for stream in streams:
            os.close(stream)
        connection.close()


def _work(connection, request, streams):
    """Become the process that asked, run its script, tell it the exit code, and end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for stream, number in zip(streams, STREAMS, strict=True):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    del os.environ[SERVER]
    # Of the two that this job must not outlive, Snakemake may kill the one alone.
    os.environ[RUN] = f"{os.environ[RUN]} {request['process']}"
    sys.argv = request["arguments"]
    connection.send(FORKED)
    try:
        runpy.run_path(sys.argv[0], run_name="__main__")
        code = 0
    except SystemExit as end:
        code = end.code or 0
        if not isinstance(code, int):
            print(code, file=sys.stderr)
            code = 1
    except BaseException:
        traceback.print_exc()
        code = 1
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    connection.send(bytes([code & 255]))
    os._exit(code & 255)  # without a second for taking apart what was imported, object by object


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
