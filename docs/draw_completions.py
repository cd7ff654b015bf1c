"""Draw digits that a predictor completes, pixel by pixel, as an animated GIF.

python docs/draw_completions.py results/prediction docs/completions.gif

Takes the network that costs least on the validation images, of those whose completions are there.
"""

import sys
from pathlib import Path

import numpy as np
import pandas
from PIL import Image

DIGITS, SAMPLES = 10, 3  # columns and rows of the picture, below the truth
SIDE, SCALE, GAP = 28, 3, 2  # pixels of an image; dots of a pixel; pixels between images
STEP = 6  # pixels between two frames
WAIT, HOLD = 60, 2500  # milliseconds of a frame, and of the last
# Blank, known ink, completed blank, completed ink, not yet completed, ground.
PALETTE = [255, 255, 255, 0, 0, 0, 221, 236, 247, 0, 114, 178, 196, 196, 196, 255, 255, 255]
UNKNOWN, GROUND = 4, 5


def draw_completions(results, output):
    with np.load(best(Path(results))) as arrays:
        known, labels = int(arrays["known"]), arrays["labels"]
        chosen = [np.flatnonzero(labels == label)[0] for label in np.unique(labels)][:DIGITS]
        truth, drawn = arrays["pixels"][chosen], arrays["drawn"][chosen, :SAMPLES]
    unknown = truth.shape[1] - known
    steps = [*range(0, unknown, STEP), unknown]
    frames = [frame(truth, drawn, known, done) for done in steps]
    frames[0].save(
        output,
        save_all=True,
        append_images=frames[1:],
        duration=[WAIT] * (len(frames) - 1) + [HOLD],
        loop=0,
        optimize=True,
    )


def best(results):
    """The file of completions of the network with the lowest validation cross-entropy."""
    costs = pandas.read_csv(results / "tables/cross_entropy.csv")
    costs = costs[costs["part"] == "validation"].sort_values("nats_per_pixel_mean")
    paths = [results / f"completion/{name}.npz" for name in costs["model"]]
    found = [path for path in paths if path.exists()]
    print(f"completions of {found[0].stem}")
    return found[0]


def frame(truth, drawn, known, done):
    """The truth in the first row, then a row a sample, of which `done` unknown pixels are drawn."""
    rows = [truth]
    for sample in np.moveaxis(drawn, 1, 0):
        codes = np.full(truth.shape, UNKNOWN, np.uint8)
        codes[:, :known] = truth[:, :known]
        codes[:, known : known + done] = 2 + sample[:, :done]
        rows.append(codes)
    sheet = np.stack(rows).reshape(len(rows), -1, SIDE, SIDE)
    sheet = np.pad(sheet, [(0, 0), (0, 0), (GAP, GAP), (GAP, GAP)], constant_values=GROUND)
    sheet = sheet.transpose(0, 2, 1, 3).reshape(sheet.shape[0] * sheet.shape[2], -1)
    picture = Image.fromarray(sheet.astype(np.uint8).repeat(SCALE, 0).repeat(SCALE, 1), mode="P")
    picture.putpalette(PALETTE)
    return picture


if __name__ == "__main__":
    draw_completions(*sys.argv[1:])
