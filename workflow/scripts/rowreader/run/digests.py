"""Digest of a script and of the local modules it imports, so that a change of either reruns it.

Snakemake notices a changed script, not a changed module. What counts is what the code does:
comments, docstrings and layout do not. Code that runs networks does what its libraries do, so
that their versions count as well.

Two things do not count: what decides when and in which process a job runs, and not what it makes;
and, where a script works on one network, the cells that this network has not, so that a new cell
retrains none.
"""

import ast
import functools
import hashlib
import inspect
from pathlib import Path

from ..cells import CELLS
from .provenance import versions

SCRIPTS = Path(__file__).resolve().parents[2]
NETWORKS = {"keras", "tensorflow"}
LIBRARIES = ["tensorflow-cpu", "tensorflow", "keras", "numpy"]
PROCESSES = [SCRIPTS / "rowreader" / "run" / name for name in ("locks.py", "fork_server.py")]
ALL_CELLS = Path("rowreader", "cells", "__init__.py")  # the list, which imports them


def code_digest(script, model=None):
    """Return a short hash of the code of `script` (a name in the scripts' folder) and of every
    local module that it imports, directly or through another. model: the name of the network that
    it works on, if it is one alone."""
    digest = hashlib.sha256()
    files = network_files(script, model) if model else local_files(SCRIPTS / script)
    files.difference_update(PROCESSES)
    if any(NETWORKS & _imported(path) for path in files):
        digest.update(repr(versions(LIBRARIES)).encode())
    for path in sorted(files):
        place = path.relative_to(SCRIPTS).as_posix()
        digest.update(f"({place!r}, {_code(path)})".encode())
    return digest.hexdigest()[:16]


def content_digest(paths):
    """Return a short hash of the names and contents of `paths`, wherever their folder lies."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def network_files(script, model):
    """Return what `local_files` does, for a script that works on the network called `model`: of the
    cells only its own."""
    cell = CELLS.get(model.partition("-")[0])
    own = [Path(inspect.getfile(type(cell))).resolve()] if cell else []  # a whole-image model
    return local_files(SCRIPTS / script, *own, without={SCRIPTS / ALL_CELLS})


def local_files(*scripts, without=()):
    """Return the paths of `scripts` and of the local modules that they import, transitively, but
    not of those in `without`, nor of what these alone import."""
    found, waiting = set(), [Path(script) for script in scripts]
    while waiting:
        path = waiting.pop()
        if path not in found and path not in without:
            found.add(path)
            waiting.extend(_imports(path))
    return found


# Cached, each of them: the rules share most of their modules.
@functools.cache
def _parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def _code(path):
    return repr(_meaning(_parsed(path)))


def _meaning(node):
    """The syntax tree as nested tuples, without places, docstrings and what is empty, which differs
    between versions of Python."""
    if isinstance(node, list):
        return tuple(_meaning(item) for item in node if not _is_docstring(item))
    if not isinstance(node, ast.AST):
        return node
    fields = ((name, _meaning(value)) for name, value in ast.iter_fields(node))
    return (type(node).__name__, *(field for field in fields if field[1] not in (None, ())))


def _is_docstring(node):
    """Whether it is a string that stands alone, and so does nothing."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


@functools.cache
def _imported(path):
    """The names of the packages from elsewhere, or scripts, that `path` imports."""
    names = set()
    for node in ast.walk(_parsed(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


@functools.cache
def _imports(path):
    """The local files that `path` imports: modules, and the __init__.py of their folders."""
    modules = set()
    package = path.relative_to(SCRIPTS).parent.parts
    for node in ast.walk(_parsed(path)):
        if isinstance(node, ast.Import):
            modules.update(tuple(alias.name.split(".")) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # One dot is the module's own folder, each further one the folder above.
            base = package[: len(package) - node.level + 1] if node.level else ()
            base += tuple(node.module.split(".")) if node.module else ()
            modules.update([base, *((*base, alias.name) for alias in node.names)])
    files = set()
    for module in modules:
        files.add(SCRIPTS.joinpath(*module).with_suffix(".py"))
        files.update(
            SCRIPTS.joinpath(*module[:depth], "__init__.py") for depth in range(1, len(module) + 1)
        )
    return [file for file in files if file.is_file()]
