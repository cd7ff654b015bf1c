"""Dry runs of Snakemake without the seconds of its imports: in processes forked from one that has
imported it and other libraries, and nothing of the workflow, which each reads anew."""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SCRIPTS = Path(__file__).parents[2] / "workflow/scripts"
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    ["snakemake.cli", "snakemake_executor_plugin_slurm", "pandas", "scipy.special"]
)


def snakemake(arguments, folder, environment):
    """Run it in the folder; return the finished process with its output, stderr included."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as output:
        process = FORKS.Process(target=_run, args=(arguments, folder, environment, output.name))
        process.start()
        process.join()
        return subprocess.CompletedProcess(arguments, process.exitcode, output.read())


def _run(arguments, folder, environment, output):
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    file = os.open(output, os.O_WRONLY | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(file, stream)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.path.remove(str(SCRIPTS))  # of the tests; a copy of the workflow has its own
    from snakemake.cli import main

    main(arguments)
