"""Errors that a user can mend, and the log of a job."""

import contextlib
import gc
import logging
import sys
from pathlib import Path

from .locks import join_run


class UserError(Exception):
    """A fault in one clear line: the file, key or value, and what to do."""


@contextlib.contextmanager
def job_log(path):
    """Log to `path` and to stderr; end the job with its run, or with one line on a UserError or an
    OSError."""
    join_run()
    # To import TensorFlow and to trace a network makes millions of objects that stay, and Python
    # by default looks through them again and again for some that do not.
    gc.set_threshold(100_000, 20, 20)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(message)s",
        datefmt="%H:%M:%S",
        handlers=[logging.FileHandler(path, mode="w"), logging.StreamHandler()],
        force=True,
    )
    try:
        yield
    except (UserError, OSError) as error:
        logging.error("error: %s", error)
        sys.exit(1)
    except Exception:
        logging.exception("unexpected error")
        sys.exit(1)
