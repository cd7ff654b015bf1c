"""Digest of a script and of the local modules it imports, so that a change of either reruns it.

Snakemake notices a changed script, not a changed module. What counts is what the code does:
comments, docstrings and layout do not. Code that runs networks does what its libraries do, so
that their versions count as well.
"""

import ast
import functools
import hashlib
from pathlib import Path

from .provenance import versions

SCRIPTS = Path(__file__).resolve().parents[2]
NETWORKS = {"keras", "tensorflow"}
LIBRARIES = ["tensorflow-cpu", "tensorflow", "keras", "numpy"]


def code_digest(script):
    """Return a short hash of the code of `script` (a name in the scripts' folder) and of every
    local module that it imports, directly or through another."""
    digest = hashlib.sha256()
    files = local_files(SCRIPTS / script)
    if any(NETWORKS & _imported(path) for path in files):
        digest.update(repr(versions(LIBRARIES)).encode())
    for path in sorted(files):
        place = path.relative_to(SCRIPTS).as_posix()
        digest.update(repr((place, _meaning(_parsed(path)))).encode())
    return digest.hexdigest()[:16]


def content_digest(paths):
    """Return a short hash of the names and contents of `paths`, wherever their folder lies."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def local_files(script):
    """Return the paths of `script` and of the local modules that it imports, transitively."""
    found, waiting = set(), [Path(script)]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting.extend(_imports(path))
    return found


@functools.cache
def _parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


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


def _imported(path):
    """The names of the packages from elsewhere, or scripts, that `path` imports."""
    names = set()
    for node in ast.walk(_parsed(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


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
