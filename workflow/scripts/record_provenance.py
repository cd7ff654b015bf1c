"""Record, after all else, where the results come from and what they are: provenance.json."""

import logging
from pathlib import Path

import pandas
from rowreader.run.files import load_record, save_record
from rowreader.run.job import job_log
from rowreader.run.sha256 import sha256


def record_provenance(environment, results, benchmarks, seeds, output):
    """Write the environment, the seeds, the SHA-256 of every result by its path in the folder of
    the output, and the seconds of every job. Only these differ between two runs of the same code
    on one machine. benchmarks: the folder of what the jobs took."""
    folder = Path(output).parent
    provenance = {
        **load_record(environment, "record_environment", ["commit", "packages"]),
        "seeds": seeds,
        "results": {Path(path).relative_to(folder).as_posix(): sha256(path) for path in results},
        "durations": durations(Path(benchmarks)),
    }
    save_record(output, provenance)


def durations(benchmarks):
    """Seconds of each finished job, {"train/gru-32/seed-0": 50.8}."""
    found = {}
    for path in sorted(benchmarks.rglob("*.tsv")):
        try:
            seconds = float(pandas.read_csv(path, sep="\t")["s"].sum())
        except (OSError, ValueError, KeyError, TypeError) as error:
            logging.info("%s is no measured time and left out (%s)", path, error)
            continue
        found[str(path.relative_to(benchmarks).with_suffix(""))] = seconds
    return found


if __name__ == "__main__":
    with job_log(*snakemake.log):
        record_provenance(
            snakemake.input.environment,
            snakemake.input.results,
            snakemake.params.benchmarks,
            snakemake.params.seeds,
            snakemake.output[0],
        )
