"""Measure training on one core: sequences per second, fused against every peer that is installed.

Writes throughput.csv, its figure and, for README, its summary in Markdown; with --pixels, of
sequences of 784 pixels, long_sequences.csv and so on.
Same data, network, batches, precision (float32) and optimizer for all, Adam's steps included; the
mean loss over the epoch is in the table, so that a wrong fast implementation would show. The first
turn warms up and is not counted. PyTorch and JAX take part where envs/bench.in is installed.
"""

import argparse
import contextlib
import datetime
import importlib.metadata
import importlib.util
import json
import shlex
import subprocess
import sys
from pathlib import Path

import turns  # finds rowreader

import pandas
from rowreader.cells import CELLS
from rowreader.report import plots
from rowreader.run.files import save_table
from rowreader.run.provenance import processor
from rowreader.report.titles import title

MODELS = [f"{cell}-{size}" for cell in CELLS for size in ("32", "64", "128", "3x32")]
PEERS = ["keras", "keras-unroll", "keras-jit", "tensorflow", "pytorch", "jax"]
IMPLEMENTATIONS = ["fused", *PEERS, "keras-batches", "fused-step", "matmuls"]
SHOWN = ["fused", *PEERS]
LONG_MODELS = ["gru-32", "gru-128", "lstm-32", "lstm-128"]
LONG_IMPLEMENTATIONS = ["fused", "keras", "pytorch", "jax"]


def worker(implementation):
    """The script that measures an implementation."""
    library = implementation if implementation in ("pytorch", "jax", "matmuls") else "keras"
    return Path(__file__).with_name(f"with_{library}.py")


def installed(implementation):
    module = {"pytorch": "torch", "jax": "jax"}.get(implementation)
    return module is None or importlib.util.find_spec(module) is not None


def version(implementation):
    """The library and its version; Keras's implementations run on TensorFlow."""
    libraries = {"pytorch": ["torch"], "jax": ["jax"], "matmuls": ["numpy"]}
    names = libraries.get(implementation, ["tensorflow", "keras"])
    modules = importlib.metadata.packages_distributions()
    return ", ".join(f"{name} {importlib.metadata.version(modules[name][0])}" for name in names)


def measure(model, options):
    """Return the table of a model: a row an implementation, all timed turn by turn."""
    fixed = [model, options.data, str(options.turns + 1), *["--pixels"] * options.pixels]
    processes = {
        implementation: subprocess.Popen(
            [sys.executable, str(worker(implementation)), implementation, *fixed],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for implementation in options.implementations
    }
    answers = {implementation: [] for implementation in processes}
    try:
        for _ in range(options.turns + 1):
            for implementation, process in processes.items():
                process.stdin.write("\n")
                with contextlib.suppress(BrokenPipeError):
                    process.stdin.flush()
                line = process.stdout.readline()
                if not line:
                    raise SystemExit(f"failed: {shlex.join(process.args)} < /dev/null")
                answers[implementation].append(json.loads(line))
    finally:
        for process in processes.values():
            process.kill()
    table = pandas.DataFrame(
        [
            {
                "model": model,
                "implementation": implementation,
                "threads": 1,
                "version": version(implementation),
                "processor": processor(),
                "date": datetime.date.today(),
                **summary(turns.STEPS * turns.BATCH / turn["seconds"] for turn in found[1:]),
                "loss": found[-1]["loss"],
            }
            for implementation, found in answers.items()
        ]
    )
    limit = table.sequences_per_second[table.implementation == "matmuls"]
    table["of_matmul_limit"] = (
        table.sequences_per_second / limit.squeeze() if len(limit) else float("nan")
    )
    return table


def summary(rates):
    rates = pandas.Series(rates)
    return {"sequences_per_second": rates.median(), "min": rates.min(), "max": rates.max()}


def shown(table):
    """The implementations in the table that its figure and its summary show, in their order."""
    return [name for name in SHOWN if name in set(table.implementation)]


def markdown(table):
    """README's table: a row a model with the medians in thousand sequences a second, by how much
    the fused recurrence is faster than the best of the others, and its share of the limit."""
    names = shown(table)
    head = ["", *names, "fused / best", "of the limit"]
    lines = [head, ["---"] * len(head)]
    for model, rows in table.groupby("model", sort=False):
        # A row of NaN where an implementation was left out by --implementations.
        rows = rows.set_index("implementation").reindex(SHOWN)
        rates = rows.sequences_per_second
        medians = [f"{rates[name] / 1000:#.3g}" for name in names]
        ratio, share = rates["fused"] / rates[PEERS].max(), rows.of_matmul_limit["fused"]
        lines.append([title(model), *medians, f"{ratio:.2f}", f"{share:.0%}"])
    versions = ", ".join(dict.fromkeys(", ".join(table.version).split(", ")))
    lines = [f"| {' | '.join(cells)} |" for cells in lines]
    return "\n".join(
        [f"{table.date.iloc[0]}, {table.processor.iloc[0]}, {versions}", "", *lines, ""]
    )


def draw(table):
    """A panel a cell: for each size every implementation's median and range, and the limit."""
    cells = table.model.str.partition("-")[0]
    figure, axes = plots.plt.subplots(
        1, cells.nunique(), figsize=(plots.WIDTH, 2.8), sharey=True, squeeze=False
    )
    names = shown(table)
    for axis, (_, part) in zip(axes[0], table.groupby(cells, sort=False), strict=True):
        models = list(dict.fromkeys(part.model))
        for number, name in enumerate(names):
            rows = part[part.implementation == name]
            middle = rows.sequences_per_second / 1000
            shift = 0.7 * (number + 0.5) / len(names) - 0.35
            axis.errorbar(
                [models.index(model) + shift for model in rows.model],
                middle,
                yerr=[middle - rows["min"] / 1000, rows["max"] / 1000 - middle],
                color=plots.COLOURS[number],
                marker=plots.MARKERS[number],
                markersize=4,
                linestyle="none",
                elinewidth=0.7,
                label=name,
            )
        limits = part[part.implementation == "matmuls"]
        places = [models.index(model) for model in limits.model]
        axis.hlines(
            limits.sequences_per_second / 1000,
            [place - 0.35 for place in places],
            [place + 0.35 for place in places],
            color="black",
            label="matrix products alone",
        )
        axis.set_xticks(range(len(models)), map(title, models))
        axis.set_yscale("log")
        plots.plain_log_ticks(axis.yaxis)
    axes[0][0].set_ylabel("thousand sequences per second")
    figure.legend(*axes[0][0].get_legend_handles_labels(), loc="outside upper center", ncols=4)
    return figure


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=Path, help="folder for throughput.csv and its figure")
    parser.add_argument("--data", default="results/data/binarized.npz")
    parser.add_argument("--models", nargs="+")
    parser.add_argument("--implementations", nargs="+")
    parser.add_argument(
        "--pixels", action="store_true", help="sequences of 784 pixels, not of 28 rows"
    )
    parser.add_argument("--turns", type=int, default=7, help="timed turns of each implementation")
    options = parser.parse_args()
    options.models = options.models or (LONG_MODELS if options.pixels else MODELS)
    known = LONG_IMPLEMENTATIONS if options.pixels else IMPLEMENTATIONS
    options.implementations = options.implementations or list(filter(installed, known))
    name = "long_sequences" if options.pixels else "throughput"
    if options.pixels:
        turns.read_pixels()
    tables = []
    for model in options.models:
        tables.append(measure(model, options))
        printed = tables[-1].drop(columns=["version", "processor", "date"])
        print(printed.round(3).to_string(index=False, header=len(tables) == 1), flush=True)
    table = pandas.concat(tables)
    save_table(options.output / f"{name}.csv", table)
    (options.output / f"{name}.md").write_text(markdown(table), encoding="utf-8")
    outputs = [options.output / f"{name}.{kind}" for kind in ("pdf", "png")]
    plots.save(draw(table), outputs)


if __name__ == "__main__":
    main()
