"""Compare the results with their SHA-256 in provenance.json: python -m rowreader.run.verify FOLDER

One line for each that differs or is missing, and how to make it again; then the exit status is 1.
"""

import shlex
import sys
from pathlib import Path

from .errors import UserError
from .files import load_record
from .sha256 import sha256


def faults(folder):
    """Return {path: "differs" or "is missing"} of the results under `folder`, and how many were
    compared."""
    folder = Path(folder)
    results = load_record(folder / "provenance.json", "record_provenance", ["results"])["results"]
    found = {}
    for name, wanted in results.items():
        path = folder / name
        if not path.is_file():
            found[path] = "is missing"
        elif sha256(path) != wanted:
            found[path] = "differs from what the run wrote"
    return found, len(results)


def main(folder):
    try:
        found, compared = faults(folder)
    except (UserError, OSError) as error:
        sys.exit(f"error: {error}")
    for path, fault in found.items():
        print(
            f"{path} {fault}; delete it and repeat the run, or only: "
            f"snakemake --cores 1 {shlex.quote(str(path))}"
        )
    if found:
        sys.exit(f"error: {len(found)} of {compared} results are not as recorded")
    print(f"{compared} results are as recorded in {Path(folder) / 'provenance.json'}")


if __name__ == "__main__":
    main(*sys.argv[1:2] or ["results"])
