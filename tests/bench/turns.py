"""What every implementation of the benchmark shares: its arguments, one core, and its turns.

The benchmark keeps all implementations of a model alive, each a process of its own, and lets one
work at a time: a turn is a line on standard input, answered by a line of JSON. So all of them meet
the same slow and fast moments of the machine.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "workflow" / "scripts"))
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"

BATCH = 256
STEPS = 25  # training steps of a turn
LEARNING_RATE = 0.001
HEAD_UNITS = 64


def start():
    """Return the arguments, and the images (uint8) and labels of one epoch, which takes all turns;
    on one core from here."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    from rowreader.data.images import load_part
    from rowreader.run.names import parse_model

    parser = argparse.ArgumentParser()
    for name in ("implementation", "model", "data"):
        parser.add_argument(name)
    parser.add_argument("turns", type=int)
    parser.add_argument("--pixels", action="store_true")
    arguments = parser.parse_args()
    arguments.cell, arguments.layers, arguments.units = parse_model(arguments.model)
    images, labels = load_part(arguments.data, "train")
    if arguments.pixels:
        read_pixels()
        images = images.reshape(len(images), -1, 1)
    needed = arguments.turns * STEPS * BATCH
    if needed > len(images):
        parser.error(f"{arguments.turns} turns need {needed} images; there are {len(images)}")
    return arguments, images[:needed], labels[:needed]


def read_pixels():
    """Let a sequence have a pixel a step, 784 steps, and a turn as much work as otherwise."""
    global STEPS
    STEPS = 1


def wait():
    """Wait for the next turn and return when it begins; end the process when there is none."""
    if not sys.stdin.readline():
        sys.exit()
    return time.perf_counter()


def answer(started, loss):
    """End the turn that began at `started`; loss: a training loss, or None."""
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "loss": loss}), flush=True)


def take(train):
    """Call `train(turn)` at each turn; it trains STEPS batches and returns their mean loss."""
    turn, losses = 0, []
    while True:
        started = wait()
        losses.append(train(turn))
        answer(started, losses[-1] and sum(losses) / len(losses))
        turn += 1
