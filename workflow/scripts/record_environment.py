"""Record what makes the results, for the report's last line: code, Python, packages, machine."""

import os
import platform

from rowreader.run.files import save_record
from rowreader.run.job import job_log
from rowreader.run.provenance import processor, versions


def record_environment(commit, output):
    """Write a JSON file: the same on one machine until code or packages change."""
    save_record(
        output,
        {
            "commit": commit,
            "python": platform.python_version(),
            "packages": versions(),
            "machine": {
                "system": platform.platform(),
                "processor": processor(),
                "cores": os.cpu_count(),
            },
        },
    )


if __name__ == "__main__":
    with job_log(*snakemake.log):
        record_environment(snakemake.params.commit, snakemake.output[0])
