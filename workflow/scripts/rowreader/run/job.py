"""A job: its log, its errors, its end, and the time and memory that it took."""

import contextlib
import gc
import logging
import os
import re
import sys
import time
from pathlib import Path

from .errors import UserError
from .files import atomic
from .locks import join_run

try:
    import resource
except ImportError:  # Windows has none
    resource = None


@contextlib.contextmanager
def job_log(path, measured=None):
    """Log to `path` until the process ends, and whatever a library or a program started here prints
    as well; end the job with its run, or with one line on the terminal on an error. Write the time
    and memory of a job that has done well to the file `measured`.

    Of a UserError or an OSError this line is all there is; of others the log has the traceback.
    """
    # To import TensorFlow and to trace a network makes millions of objects that stay, and Python
    # by default looks through them again and again for some that do not.
    gc.set_threshold(100_000, 20, 20)
    join_run()  # before the log is touched: it may be another run's by now
    terminal = _print_into(path)
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S", force=True
    )
    try:
        if measured is not None:
            Path(measured).unlink(missing_ok=True)
        yield
        if measured is not None:
            _save_measured(measured)
    except (UserError, OSError) as error:
        logging.error("error: %s", error)
        _tell(terminal, f"error: {error}")
        sys.exit(1)
    except Exception as error:
        logging.exception("unexpected error")
        _tell(terminal, f"error: {type(error).__name__}: {error} (the traceback is in {path})")
        sys.exit(1)


def _print_into(path):
    """Let file descriptors 1 and 2 lead to the new file `path`: TensorFlow's C++ prints to them,
    past Python. Returns a descriptor of what stderr was."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    # All append: what Python and C++ write stays in order, and none overwrites the other's.
    log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o666)
    terminal = os.dup(2)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")
    return terminal


def _tell(terminal, line):
    # On a terminal the run's line of progress stands where this one goes.
    clear = "\r\033[K" if os.isatty(terminal) else ""
    with contextlib.suppress(OSError):
        os.write(terminal, f"{clear}{line}\n".encode("utf-8", "backslashreplace"))


def _save_measured(path):
    """Write what this job has taken until now, in the columns of Snakemake's benchmarks: s, seconds
    since its start; max_rss, in MiB, the most memory that its process or one that it has waited for
    had; cpu_time, seconds of cores of all of them."""
    # Snakemake writes a job's script right before it starts a Python on it.
    seconds = time.time() - os.stat(sys.argv[0]).st_mtime
    with atomic(path) as temporary:
        temporary.write_text(
            "s\tmax_rss\tcpu_time\n"
            f"{seconds:.2f}\t{_most_memory():.0f}\t{sum(os.times()[:4]):.2f}\n",
            encoding="utf-8",
        )


def _most_memory():
    if resource is None:
        return float("nan")
    unit = 2**20 if sys.platform == "darwin" else 2**10  # a MiB, in what the system counts in
    of_others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit
    with contextlib.suppress(OSError):
        status = Path("/proc/self/status").read_text()
        if found := re.search(r"VmHWM:\s*(\d+) kB", status):
            return max(int(found[1]) / 2**10, of_others)
    # On Linux that would be at least what Snakemake had when it started this process.
    return max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, of_others)
