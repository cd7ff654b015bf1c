"""Write files so that none is left half-written; read them with clear errors."""

import contextlib
import os
import zipfile
from pathlib import Path

import numpy as np

from .errors import UserError


@contextlib.contextmanager
def atomic(path):
    """Yield a path beside `path` to write to; on success it becomes `path`, on failure it is gone.

    The temporary name keeps the extension, since some libraries choose the format by it, and is
    always the same, so that what a killed run left is written over.
    """
    path = Path(path)
    temporary = path.with_name(f".writing-{path.name}")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield temporary
        with open(temporary, "rb") as written:
            os.fsync(written.fileno())
        os.replace(temporary, path)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise UserError(
                f"cannot write {path}: {error.strerror or error}; make room or choose another "
                "folder with pathvars.results, then run again"
            ) from error
        raise


def save_arrays(path, **arrays):
    """Write a compressed npz atomically."""
    with atomic(path) as temporary:
        np.savez_compressed(temporary, **arrays)


def load_arrays(path, rule, keys):
    """Return {key: array} of an npz; a UserError names the file and the rule that makes it."""
    try:
        with np.load(path) as arrays:
            return {key: arrays[key] for key in keys}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise damaged(path, rule, error) from error


def save_table(path, table):
    """Write a pandas table as CSV atomically, floats to full precision."""
    with atomic(path) as temporary:
        table.to_csv(temporary, index=False)


def load_table(path, rule, columns):
    """Return the CSV as a pandas table with at least `columns` and one row."""
    import pandas

    try:
        table = pandas.read_csv(path, float_precision="round_trip")
    except (OSError, ValueError) as error:
        raise damaged(path, rule, error) from error
    missing = [column for column in columns if column not in table]
    if missing or table.empty:
        reason = f"column {missing[0]} is missing" if missing else "it has no rows"
        raise damaged(path, rule, reason)
    return table


def damaged(path, rule, reason):
    """A UserError that says which rule makes a damaged file again."""
    return UserError(
        f"{path} is damaged ({reason}); delete it and run again, or run with --forcerun {rule}"
    )
