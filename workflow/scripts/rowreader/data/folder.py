"""MNIST from a folder of the user's, whatever names and places its files have there."""

import itertools
import os
import re
from pathlib import Path

from .checks import SourceError, gunzip
from .idx import LARGEST, SHA256, SIZES, name_of

# train-images-idx3-ubyte, train-images.idx3-ubyte, train_images (1).gz ...
NAMED = re.compile(r"(train|t10k|test)[\W_]*(images|labels)", re.IGNORECASE)
DEPTH = 2  # levels of folders below the folder that are looked into
ENTRIES = 10_000  # files and folders that are looked at
CANDIDATES = 50  # files that are read
LISTED = 8  # files that an error names


def from_folder(folder):
    """Return {name: bytes} of the four files, found in `folder` or up to two folders below it.

    A file counts by its content: the right SHA-256, as it is or once decompressed. Read are only
    files that have the size of one of the four or a name like theirs. Raises SourceError that lists
    what was looked for and what was found.
    """
    folder = Path(folder).expanduser()
    if not folder.is_dir():
        raise SourceError(f"{folder} is {'no folder' if folder.exists() else 'missing'}")
    paths = list(_paths_below(folder))
    files, refused = {}, []
    for path in itertools.islice(filter(_plausible, paths), CANDIDATES):
        try:
            content = _plain(path)
            name = name_of(content)
            reason = "another SHA-256"
        except (OSError, SourceError) as error:
            name, reason = None, getattr(error, "strerror", None) or str(error)
        if name:
            files[name] = content
        else:
            refused.append(f"{path.relative_to(folder)} ({reason})")
        if len(files) == len(SHA256):
            return files
    others = [str(path.relative_to(folder)) for path in paths if not _plausible(path)]
    raise SourceError(_not_found(folder, files, refused, others))


def _not_found(folder, files, refused, others):
    found = [f"{name} (right)" for name in files] + refused + others
    listed = ", ".join(found[:LISTED]) or "no files"
    if len(found) > LISTED:
        listed += f" and {len(found) - LISTED} more"
    return (
        f"{', '.join(name for name in SHA256 if name not in files)} not found in {folder} or up to "
        f"{DEPTH} folders below (also looked for as in train-images.idx3-ubyte, plain or .gz; the "
        f"SHA-256 decides); found: {listed}"
    )


def _paths_below(folder):
    """Yield the files in `folder` and in the folders below it, the nearest first."""
    entries = itertools.islice(_entries(folder), ENTRIES)
    return (Path(entry) for entry in entries if os.path.isfile(entry))


def _entries(folder):
    level = [folder]
    for _ in range(DEPTH + 1):
        below = []
        for place in level:
            for entry in _listed(place):
                yield entry
                if os.path.isdir(entry) and not entry.name.startswith("."):
                    below.append(entry)
        level = below


def _listed(place):
    try:
        with os.scandir(place) as entries:
            return sorted(itertools.islice(entries, ENTRIES), key=lambda entry: entry.name)
    except OSError:
        return []


def _plausible(path):
    try:
        size = path.stat().st_size
    except OSError:
        return False
    return size in SIZES or (size <= LARGEST and bool(NAMED.search(path.name)))


def _plain(path):
    """The content, decompressed if need be: a file may be unpacked and still end in .gz."""
    with open(path, "rb") as file:
        content = file.read(LARGEST + 1)
    return gunzip("it", content) if content[:2] == b"\x1f\x8b" else content
