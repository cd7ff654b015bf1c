"""Write files so that none is left half-written; read them so that no damage is used.

An npz has a CRC-32 of each array, by its zip. All else gets one of its whole content, in a place
where its format allows it: a table a last column, a record a first key, TeX and PDF a last comment.
"""

import contextlib
import io
import json
import os
import zipfile
import zlib
from pathlib import Path

import numpy as np

from .columns import fault
from .errors import UserError

CRC = "crc32"


@contextlib.contextmanager
def atomic(path):
    """Yield a path beside `path` to write to; on success it becomes `path`, on failure it is gone.

    The temporary name keeps the extension, since some libraries choose the format by it, and is
    always the same, so that what a killed run left is written over.
    """
    path = Path(path)
    temporary = path.with_name(f".writing-{path.name}")
    try:
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            yield temporary
            with open(temporary, "rb") as written:
                os.fsync(written.fileno())
            os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def writing(path):
    """Turn an OSError, a full disk say, into a UserError that names `path` and what to do."""
    try:
        yield
    except OSError as error:
        raise UserError(
            f"cannot write {path}: {error.strerror or error}; make room or choose another "
            "folder with pathvars.results, then run again"
        ) from error


def save_arrays(path, **arrays):
    """Write a compressed npz atomically."""
    with atomic(path) as temporary:
        np.savez_compressed(temporary, **arrays)


def load_arrays(path, rule, keys):
    """Return {key: array} of an npz; a UserError names the file and the rule that makes it."""
    content = _content(path, rule)
    with parsing(path, rule), zipfile.ZipFile(io.BytesIO(content)) as archive:
        # Not np.load: it stops where the array ends by its header, before zip checks the CRC.
        members = {key: archive.read(f"{key}.npy") for key in keys}
        return {
            key: np.lib.format.read_array(io.BytesIO(member), allow_pickle=False)
            for key, member in members.items()
        }


def save_table(path, table):
    """Write a pandas table as CSV atomically, floats to full precision, with its checksum."""
    checksum = zlib.crc32(_csv(table, ""))
    with atomic(path) as temporary:
        temporary.write_bytes(_csv(table, checksum))


def load_table(path, rule, columns, key=()):
    """Return the CSV as a pandas table, without its checksum.

    It has at least `columns`, each with what it can hold (see columns.py), at least one row, and
    no two rows with the same values in the columns `key`. Else a UserError names the file and the
    rule that makes it.
    """
    import pandas

    content = _content(path, rule)
    # Each row ends with the checksum of the text where that column is empty.
    checksum = content.rpartition(b",")[2].strip()
    plain = content.replace(b"," + checksum + b"\n", b",\n")
    if str(zlib.crc32(plain)).encode() != checksum:
        raise damaged(path, rule, "its content does not have its checksum")
    with parsing(path, rule):
        table = pandas.read_csv(io.BytesIO(plain))
        table = table.drop(columns=CRC)
    if (reason := fault(table, columns, key)) is not None:
        raise damaged(path, rule, reason)
    return table


def save_record(path, record):
    """Write a dict as JSON atomically, with its checksum."""
    checksum = zlib.crc32(_json(record))
    with atomic(path) as temporary:
        temporary.write_bytes(_json({CRC: checksum, **record}))


def load_record(path, rule, keys):
    """Return the dict of a JSON file, without its checksum, with at least `keys`; a UserError names
    the file and the rule that makes it."""
    content = _content(path, rule)
    with parsing(path, rule):
        record = json.loads(content)
        checksum = record.pop(CRC)
    if zlib.crc32(_json(record)) != checksum:
        raise damaged(path, rule, "its content does not have its checksum")
    if missing := [key for key in keys if key not in record]:
        raise damaged(path, rule, f"{missing[0]} is missing")
    return record


def save_commented(path, content):
    """Write the bytes of a TeX or PDF file atomically, with their checksum in a last comment."""
    with atomic(path) as temporary:
        temporary.write_bytes(content + _comment(content))


def load_commented(path, rule=None):
    """Return the bytes of a TeX or PDF file without its last comment; a UserError names the file
    and, if it is given, the rule that makes it."""
    content = _content(path, rule)
    start = content.rfind(f"% {CRC} ".encode())
    plain = content[: max(start, 0)]
    if content != plain + _comment(plain):
        raise damaged(path, rule, "its content does not have its checksum")
    return plain


@contextlib.contextmanager
def parsing(path, rule):
    """Turn whatever a library raises on damaged bytes (zlib.error, struct.error, RuntimeError ...)
    into a UserError that names the file and the rule that makes it."""
    try:
        yield
    except Exception as error:
        raise damaged(path, rule, f"{type(error).__name__}: {error}".splitlines()[0]) from error


def damaged(path, rule, reason):
    """A UserError that says which rule, if it is given, makes a damaged file again."""
    if os.path.islink(path):  # into Snakemake's cache, which would give the same again
        return UserError(f"{path} is damaged ({reason}); delete {os.readlink(path)} and run again")
    forced = f", or run with --forcerun {rule}" if rule else ""
    return UserError(f"{path} is damaged ({reason}); delete it and run again{forced}")


def _content(path, rule):
    try:
        return Path(path).read_bytes()
    except FileNotFoundError as error:
        forced = f", or with --forcerun {rule}" if rule else ""
        raise UserError(f"{path} is missing; run again{forced}") from error
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror or error}") from error


def _comment(content):
    return f"% {CRC} {zlib.crc32(content)}\n".encode()


def _csv(table, checksum):
    return table.assign(**{CRC: checksum}).to_csv(index=False, lineterminator="\n").encode()


def _json(record):
    return (json.dumps(record, indent=1, sort_keys=True) + "\n").encode()
