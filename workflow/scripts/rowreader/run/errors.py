"""Errors that a user can mend, and the log of a job."""

import contextlib
import gc
import logging
import os
import sys
from pathlib import Path

from .locks import join_run


class UserError(Exception):
    """A fault in one clear line: the file, key or value, and what to do."""


@contextlib.contextmanager
def job_log(path):
    """Log to `path` until the process ends, and whatever a library or a program started here prints
    as well; end the job with its run, or with one line on the terminal on an error.

    Of a UserError or an OSError this line is all there is; of others the log has the traceback.
    """
    # To import TensorFlow and to trace a network makes millions of objects that stay, and Python
    # by default looks through them again and again for some that do not.
    gc.set_threshold(100_000, 20, 20)
    terminal = _print_into(path)
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S", force=True
    )
    join_run()
    try:
        yield
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
