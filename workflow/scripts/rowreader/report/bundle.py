"""Join JavaScript modules to one that a page can hold: no server, no bundler from elsewhere.

The modules are joined in the order of their imports and share one scope, as if they had been
written in one file. So they import by name only, and no two declare the same name: both checked.
"""

import os
import re
from pathlib import Path

from ..run.errors import UserError

IMPORT = re.compile(r'^import \{\s*\w+(?:,\s*\w+)*,?\s*\} from "(\.[^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class) )", re.MULTILINE)
UNKNOWN = re.compile(r"^(?:import|export)\b.*$|\bimport\(.*$", re.MULTILINE)
DECLARED = re.compile(r"^(?:async )?(?:function\*?|const|let|class) (\w+)", re.MULTILINE)


def bundle(main):
    """Return the text of module `main` (a path) after those that it imports, directly or through
    another; a UserError names a module and what cannot be joined."""
    main = Path(main)
    parts, owners = [], {}
    for path in _ordered(main, [], ()):
        name = Path(os.path.relpath(path, main.parent.resolve())).as_posix()  # may start with ..
        text = EXPORT.sub("", IMPORT.sub("", path.read_text(encoding="utf-8")))
        if unknown := UNKNOWN.search(text):
            raise UserError(f'{path}: {unknown[0]}: write import {{ name }} from "./module.js";')
        for declared in DECLARED.findall(text):
            if declared in owners:
                raise UserError(f"{path}: {declared} is declared in {owners[declared]}, too")
            owners[declared] = name
        parts.append(f"// {name}\n{text.strip()}\n")
    return "\n".join(parts)


def _ordered(path, done, within):
    """The modules that `path` needs and `path` itself, each after what it imports."""
    path = path.resolve()
    if path in within:
        raise UserError(f"{path}: its imports lead back to itself")
    if not path.is_file():
        raise UserError(f"{path}: no such module; {within[-1]} imports it")
    if path not in done:
        for target in IMPORT.findall(path.read_text(encoding="utf-8")):
            _ordered(path.parent / target, done, (*within, path))
        done.append(path)
    return done
