"""Plot three completed images: the samples of a predictor beside the truth."""

import numpy as np
from rowreader.analysis.completion import LENGTHS, choose_examples
from rowreader.data.images import COLUMNS, ROWS
from rowreader.report.plots import plt, save
from rowreader.run.errors import job_log
from rowreader.run.files import load_arrays

SHOWN = LENGTHS[1:]  # a single pixel is hardly seen
SAMPLES = 5
KINDS = {"best": "best\ncompleted", "worst": "worst\ncompleted", "varied": "samples\ndiffer most"}
KEYS = ["known", "labels", "pixels", "drawn"]
# Known blank and ink, completed blank and ink, and what a shorter completion leaves unknown.
PALETTE = np.array([[255, 255, 255], [0, 0, 0], [205, 228, 243], [0, 114, 178], [170, 170, 170]])
AROUND = 4  # rows above the first unknown pixel, where the picture of a short completion begins


def plot_completions(path, outputs):
    """Three rows an example (see choose_examples), one for each length: the truth, then samples.
    Short completions are shown with the rows around them alone."""
    arrays = load_arrays(path, "complete_images", KEYS)
    known, pixels, drawn = int(arrays["known"]), arrays["pixels"], arrays["drawn"]
    examples = choose_examples(drawn, pixels[:, known:])
    samples = min(SAMPLES, drawn.shape[1])
    windows = [_window(known, length) for length in SHOWN]
    heights = [len(range(*window.indices(ROWS))) for window in windows]
    figure = plt.figure(figsize=(5.4, 4.5))
    parts = figure.subfigures(len(examples), 1)
    for part, (kind, index) in zip(parts, examples.items(), strict=True):
        panels = part.subplots(len(SHOWN), 1 + samples, height_ratios=heights)
        completions = [pixels[index, known:], *drawn[index, :samples]]
        for row, length, window in zip(panels, SHOWN, windows, strict=True):
            for panel, completion in zip(row, completions, strict=True):
                picture = coloured(pixels[index, :known], completion, length)
                panel.imshow(picture[window])
                panel.set(xticks=[], yticks=[])
                panel.spines[:].set(visible=True, linewidth=0.4)
            row[0].set_ylabel(f"{length} pixels", rotation=0, ha="right", va="center")
        label = f"{KINDS[kind]}:\na {arrays['labels'][index]}"
        panels[-1, 0].set_ylabel(
            f"{label}\n\n{SHOWN[-1]} pixels", rotation=0, ha="right", va="center"
        )
        if part is parts[0]:
            panels[0, 0].set_title("truth")
            for number, panel in enumerate(panels[0, 1:], start=1):
                panel.set_title(f"sample {number}")
    save(figure, outputs)


def coloured(known, completion, length):
    """The image, (rows, columns, 3): known pixels, and the first `length` of a completion."""
    codes = np.concatenate([known, np.full(len(completion), 4, np.uint8)])
    codes[len(known) : len(known) + length] = 2 + completion[:length]
    return PALETTE[codes.reshape(ROWS, COLUMNS)]


def _window(known, length):
    """The rows to show, a slice: all for a completion of more than a row."""
    if length > COLUMNS:
        return slice(None)
    first = known // COLUMNS
    return slice(first - AROUND, (known + length) // COLUMNS + 2)


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
        plot_completions(snakemake.input[0], snakemake.output)
