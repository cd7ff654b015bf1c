"""Time the whole workflow, from the MNIST files to the PDF, on 1, 2 and 4 cores.

Writes workflow.csv: for each number of cores a row a rule (jobs, their seconds added up, share,
largest memory), a row "whole run" with the time on the clock, and, to compare, a row for the same
recurrent networks trained by stock Keras in one process. Training is split into its epochs, tracing
included, and the rest of its jobs: importing TensorFlow, saving. Where throughput.py has measured
every network, a row with the time, and its share of the jobs', of the trainings' matrix products.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import turns  # noqa: F401 (finds rowreader)

import pandas
import yaml
from rowreader.run.config import check_config
from rowreader.run.files import save_table
from rowreader.run.names import model_names
from snakemake.utils import update_config

ROOT = Path(__file__).parents[2]
CONFIG, SCHEMA = ROOT / "config/config.yaml", ROOT / "workflow/schemas/config.schema.yaml"


def configuration(overlays):
    """Return the configuration with its overlays."""
    config = {}
    for path in [CONFIG, *overlays]:
        update_config(config, yaml.safe_load(Path(path).read_text()))
    return check_config(config, yaml.safe_load(SCHEMA.read_text()))


def run(cores, settings, results):
    """Run the workflow into the folder `results`, which is emptied; return its seconds."""
    shutil.rmtree(results, ignore_errors=True)
    results.mkdir(parents=True)
    place = results / "place.yaml"
    place.write_text(yaml.safe_dump({"pathvars": {"results": str(results)}}))
    command = [sys.executable, "-m", "snakemake", "--cores", str(cores), "--quiet", "all"]
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    start = time.perf_counter()
    with open(results / "snakemake.log", "w") as log:
        done = subprocess.run(
            [*command, "--configfile", *settings, str(place)],
            cwd=ROOT,
            env={**os.environ, "PATH": path},
            stdout=log,
            stderr=log,
        )
    if done.returncode != 0:
        raise SystemExit(f"the run on {cores} cores failed; see {log.name}")
    return time.perf_counter() - start


def train_stock(cores, config, data):
    """Train the networks by stock Keras, on so many cores at most; return the seconds."""
    command = [sys.executable, Path(__file__).with_name("stock_trainings.py"), data]
    pinned = {}
    if hasattr(os, "sched_setaffinity"):
        cpus = sorted(os.sched_getaffinity(0))[-cores:]
        pinned["preexec_fn"] = lambda: os.sched_setaffinity(0, cpus)
    start = time.perf_counter()
    subprocess.run([*command, json.dumps(config)], check=True, **pinned)
    return time.perf_counter() - start


def rules(results):
    """Return the table of a finished run's benchmarks: a row a rule, the most seconds first."""
    rows = []
    for path in (results / "benchmarks").rglob("*.tsv"):
        rule = path.relative_to(results / "benchmarks").parts[0].removesuffix(".tsv")
        measured = pandas.read_csv(path, sep="\t").iloc[0]
        rows.append({"rule": rule, "seconds": measured["s"], "peak_mb": measured["max_rss"]})
    table = (
        pandas.DataFrame(rows)
        .groupby("rule")
        .agg(jobs=("seconds", "size"), seconds=("seconds", "sum"), peak_mb=("peak_mb", "max"))
    )
    logs = (path.read_text() for path in (results / "logs" / "train").rglob("*.log"))
    epochs = sum(
        float(seconds) for log in logs for seconds in re.findall(r"  ([\d.]+) s  \d+ seq", log)
    )
    train = table.loc["train"]
    table.loc["train: epochs"] = train["jobs"], epochs, train["peak_mb"]
    table.loc["train: the rest"] = train["jobs"], train["seconds"] - epochs, train["peak_mb"]
    table = table.drop("train").reset_index()
    table["share"] = table["seconds"] / table["seconds"].sum()
    return table.sort_values("seconds", ascending=False)


def of_matmul_limit(config, images, throughput, job_seconds):
    """Return the seconds that the matrix products alone of all recurrent trainings take, and their
    share of the run's job seconds; None where the bench has not measured every network's limit.

    images: of a training epoch. throughput: the table of throughput.py, of the same machine.
    """
    rates = throughput[throughput.implementation == "matmuls"]
    limits = rates.set_index("model").sequences_per_second
    names = model_names(config["models"])
    if not set(names) <= set(limits.index):
        return None
    read = images * config["training"]["epochs"] * len(config["training"]["seeds"])
    seconds = sum(read / limits[name] for name in names)
    return seconds, seconds / job_seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=Path, help="folder for workflow.csv and the runs")
    parser.add_argument("--cores", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--configfile", nargs="+", default=["config/quick.yaml"])
    options = parser.parse_args()
    tables = []
    for cores in options.cores:
        results = (options.output / f"cores-{cores}").resolve()
        seconds = run(cores, options.configfile, results)
        table, config = rules(results), configuration(options.configfile)
        stock = train_stock(cores, config, results / "data/binarized.npz")
        jobs, job_seconds = table["jobs"].sum(), table["seconds"].sum()
        measured = options.output / "throughput.csv"
        limit = measured.exists() and of_matmul_limit(
            config, config["data"]["train"], pandas.read_csv(measured), job_seconds
        )
        if limit:
            row = {"rule": "matrix products alone", "seconds": limit[0], "share": limit[1]}
            table.loc[len(table)] = row
        table.loc[len(table)] = {"rule": "whole run", "jobs": jobs, "seconds": seconds}
        table.loc[len(table)] = {"rule": "stock Keras, one process", "jobs": 1, "seconds": stock}
        table.insert(0, "cores", cores)
        tables.append(table)
        print(table.round(2).to_string(index=False), flush=True)
        save_table(options.output / "workflow.csv", pandas.concat(tables))


if __name__ == "__main__":
    main()
