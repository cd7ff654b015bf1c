"""Measure training: sequences per second of `fit`, fused against the stock Keras layers.

fused: as this workflow trains. keras: the stock layers as their users train them, `fit` on arrays;
also unrolled and compiled by XLA. keras-batches: the stock layers with this workflow's batches.

Every run is a process of its own, pinned to one core; implementations take turns. One epoch warms
up, then each epoch is timed. Same data, batches, precision and optimizer for all; the loss after
the last epoch is in the table, so that a wrong fast implementation would show.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import time
from pathlib import Path

SCRIPTS = Path(__file__).parents[1] / "workflow" / "scripts"
sys.path.insert(0, str(SCRIPTS))
MODELS = [f"{cell}-{size}" for cell in ("lstm", "gru") for size in ("32", "64", "128", "3x32")]
IMPLEMENTATIONS = ["fused", "keras", "keras-unroll", "keras-jit", "keras-batches"]
NETWORK = {
    "head_units": 64,
    "reset_after": False,
    "unit_forget_bias": True,
    "dropout": 0,
    "batch_normalization": False,
}
BATCH = 256


def measure(data, name, implementation, images, epochs):
    """Train in this process; return {"rates": sequences per second of each epoch, "loss"}."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    import keras
    from rowreader.data import load_part
    from rowreader.model import build_model, is_recurrent
    from rowreader.training import batches, set_threads, steps_per_execution, trainable

    set_threads(1)
    keras.utils.set_random_seed(0)
    x, y = (part[:images] for part in load_part(data, "train"))
    stock = build_model(name, NETWORK)
    if implementation == "keras-unroll":
        for layer in filter(is_recurrent, stock.layers):
            layer.unroll = True
    steps = math.ceil(len(x) / BATCH)
    recurrence = "fused" if implementation == "fused" else "keras"
    settings = {"learning_rate": 0.001, "clip_norm": None, "recurrence": recurrence}
    fit = {"epochs": 1 + epochs, "verbose": 0}
    if implementation in ("fused", "keras-batches"):
        settings["steps_per_execution"] = steps_per_execution(steps)
        fit |= {"x": batches(x, y, BATCH, 0, 0, 1 + epochs), "steps_per_epoch": steps}
    else:
        fit |= {"x": x.astype("float32"), "y": y, "batch_size": BATCH}
    model = trainable(stock, settings)
    model.jit_compile = implementation == "keras-jit"
    seconds, losses = [], []

    class Clock(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            self.start = time.perf_counter()

        def on_epoch_end(self, epoch, logs):
            seconds.append(time.perf_counter() - self.start)
            losses.append(logs["loss"])

    model.fit(callbacks=[Clock()], **fit)
    return {"rates": [len(x) / second for second in seconds[1:]], "loss": losses[-1]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=Path, help="folder for throughput.csv")
    parser.add_argument("--data", default="results/data/binarized.npz")
    parser.add_argument("--models", nargs="+", default=MODELS)
    parser.add_argument("--implementations", nargs="+", default=IMPLEMENTATIONS)
    parser.add_argument("--images", type=int, default=12800)
    parser.add_argument("--epochs", type=int, default=2, help="timed epochs of each run")
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        (name,), (implementation,) = options.models, options.implementations
        print(
            json.dumps(measure(options.data, name, implementation, options.images, options.epochs))
        )
        return
    import pandas
    from rowreader.files import save_table

    rows = []
    for name in options.models:
        found = {implementation: [] for implementation in options.implementations}
        for _ in range(options.repeats):
            for implementation, results in found.items():
                command = [sys.executable, __file__, str(options.output), "--one"]
                command += ["--data", options.data, "--images", str(options.images)]
                command += ["--epochs", str(options.epochs)]
                command += ["--models", name, "--implementations", implementation]
                done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
                results.append(json.loads(done.stdout.splitlines()[-1]))
        for implementation, results in found.items():
            rates = pandas.Series([rate for result in results for rate in result["rates"]])
            rows.append(
                {
                    "model": name,
                    "implementation": implementation,
                    "threads": 1,
                    "sequences_per_second": rates.median(),
                    "min": rates.min(),
                    "max": rates.max(),
                    "loss": results[0]["loss"],
                }
            )
            print(f"{name:12} {implementation:14} {rates.median():8.0f} sequences/s", flush=True)
    save_table(options.output / "throughput.csv", pandas.DataFrame(rows))


if __name__ == "__main__":
    main()
