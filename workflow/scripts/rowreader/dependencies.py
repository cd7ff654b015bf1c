"""Digest of a script and of the local modules it imports, so that a change of either reruns it.

Snakemake notices a changed script, not a changed module.
"""

import ast
import functools
import hashlib
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent.parent
PACKAGE = "rowreader"


def code_digest(script):
    """Return a short hash of the contents of `script` (a name in the scripts' folder) and of
    every module of the package that it imports, directly or through another."""
    return content_digest(local_files(SCRIPTS / script))


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
def _imports(path):
    modules = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = f"{PACKAGE}.{node.module or ''}".strip(".") if node.level else node.module
            modules.update([base, *(f"{base}.{alias.name}" for alias in node.names)])
    files = (SCRIPTS / (module.replace(".", "/") + ".py") for module in modules)
    packages = (SCRIPTS / module.replace(".", "/") / "__init__.py" for module in modules)
    return [file for file in (*files, *packages) if file.is_file() and PACKAGE in file.parts]
