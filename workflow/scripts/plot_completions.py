"""Plot three completed images: the samples of a predictor beside the truth."""

import numpy as np
from rowreader.analysis.completion import LENGTHS, choose_examples, overlaps, spreads
from rowreader.data.images import COLUMNS, ROWS
from rowreader.report.plots import plt, save
from rowreader.run.files import load_arrays
from rowreader.run.job import job_log

SAMPLES = 5
KINDS = {"best": "best", "worst": "worst", "varied": "most varied"}
KEYS = ["known", "labels", "pixels", "drawn"]
# Known blank and ink, completed blank and ink, and what a shorter completion leaves unknown.
PALETTE = np.array([[255, 255, 255], [0, 0, 0], [205, 228, 243], [0, 114, 178], [170, 170, 170]])
GAP = 3  # between examples, as high as so many rows of pixels
AROUND = 4  # rows above the first unknown pixel, where the picture of a short completion begins


def plot_completions(path, outputs):
    """Four rows an example (see choose_examples), one for each length: the truth, then samples.
    Short completions are shown with the rows around them alone."""
    arrays = load_arrays(path, "complete_images", KEYS)
    known, pixels, drawn = int(arrays["known"]), arrays["pixels"], arrays["drawn"]
    truth = pixels[:, known:]
    examples = choose_examples(drawn, truth)
    overlap, spread = overlaps(drawn, truth), spreads(drawn)
    samples = min(SAMPLES, drawn.shape[1])
    windows = [_window(known, length) for length in LENGTHS]
    heights = [len(range(*window.indices(ROWS))) for window in windows]
    # One grid for all, a gap between the examples.
    rows = [*LENGTHS, None] * len(examples)
    ratios = [*heights, GAP] * len(examples)
    figure, panels = plt.subplots(
        *(len(rows) - 1, 1 + samples), figsize=(4.9, 3.9), height_ratios=ratios[:-1]
    )
    for number, (kind, index) in enumerate(examples.items()):
        first = number * (len(LENGTHS) + 1)
        for panel in panels[first - 1] if number else ():
            panel.set_axis_off()
        completions = [truth[index], *drawn[index, :samples]]
        for row, length, window in zip(panels[first:], LENGTHS, windows, strict=False):
            for panel, completion in zip(row, completions, strict=True):
                panel.imshow(coloured(pixels[index, :known], completion, length)[window])
                panel.set(xticks=[], yticks=[])
                panel.spines[:].set(visible=True, linewidth=0.4)
            unit = "pixel" if length == 1 else "pixels"
            row[0].set_ylabel(f"{length} {unit}", rotation=0, ha="right", va="center")
        measured = (
            f"{spread[index]:.0f} differ" if kind == "varied" else f"overlap {overlap[index]:.2f}"
        )
        said = f"{KINDS[kind]}: a {arrays['labels'][index]},\n{measured}"
        label = f"{LENGTHS[-1]} pixels\n({said})"
        row[0].set_ylabel(label, rotation=0, ha="right", va="center")
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
    with job_log(*snakemake.log):
        plot_completions(snakemake.input[0], snakemake.output)
