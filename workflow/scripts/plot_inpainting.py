"""Plot gaps, how a predictor fills them, the truth, and the probabilities of the fillings."""

import numpy as np
from rowreader.analysis.gaps import GAPS, filling_numbers, fillings
from rowreader.data.images import COLUMNS, ROWS, load_part
from rowreader.report.plots import COLOURS, INK, WIDTH, plt, save
from rowreader.run.files import load_arrays
from rowreader.run.job import job_log
from scipy.stats import entropy

KEYS = ["images", "gaps", "truth", "log_posteriors"]
KINDS = {"pixel": "one missing pixel", "patch": "2 × 2 missing pixels"}
MOST = 4  # fillings whose probabilities are shown
WINDOW, APART = 16, 0.25  # pixels shown, each way; between a gap and its outline
GAP, OUTLINE = np.array([86, 180, 233]), COLOURS[3]


def plot_inpainting(data, path, outputs):
    """A column an example (see choose_examples): the image with its gap, with its most probable
    filling, as it is, and the posterior of the most probable fillings."""
    images, _ = load_part(data, "test")
    figure = plt.figure(figsize=(WIDTH, 3.1))
    for part, kind in zip(figure.subfigures(1, len(GAPS)), GAPS, strict=True):
        keys = [f"{kind}_{key}" for key in KEYS]
        chosen, gaps, truth, log_posterior = load_arrays(path, "inpaint", keys).values()
        examples = choose_examples(log_posterior, filling_numbers(truth))
        panels = part.subplots(4, len(examples), height_ratios=[1, 1, 1, 0.9], squeeze=False)
        for column, (name, index) in zip(panels.T, examples.items(), strict=True):
            image, gap = images[chosen[index]].ravel(), gaps[index]
            best = fillings(len(gap))[log_posterior[index].argmax()]
            column[0].set_title(name)
            for panel, values in zip(column, (None, best, truth[index]), strict=False):
                draw(panel, image, gap, values)
            posterior_panel(column[3], np.exp(log_posterior[index]), truth[index], GAPS[kind])
        if part is figure.subfigs[0]:
            for panel, name in zip(
                panels[:, 0], ["the gap", "most probable", "truth"], strict=False
            ):
                panel.set_ylabel(name, fontsize=7)
        part.suptitle(KINDS[kind], fontsize=8)
    save(figure, outputs)


def choose_examples(log_posteriors, truth):
    """Return {kind: index} of three gaps, different where there are three: the one whose true
    filling has the median probability, the one whose posterior has the largest entropy, and the one
    whose true filling has the smallest probability. The first of equal gaps counts. truth: numbers
    of the true fillings, (n,)."""
    true = log_posteriors[np.arange(len(truth)), truth]
    orders = {
        "most wrong": np.argsort(true, kind="stable"),
        "least sure": np.argsort(-entropy(np.exp(log_posteriors), axis=1), kind="stable"),
    }
    chosen = {}
    for kind, order in orders.items():
        left = [index for index in order if index not in chosen.values()] or order
        chosen[kind] = int(left[0])
    by_truth = orders["most wrong"]
    left = [index for index in by_truth if index not in chosen.values()] or by_truth
    return {"median": int(left[(len(left) - 1) // 2]), **dict(reversed(chosen.items()))}


def draw(panel, image, gap, values):
    """The image around its gap, outlined, with these values in it; None leaves it open."""
    shown = np.repeat(np.where(image, 0, 255)[:, None], 3, axis=1)
    shown[gap] = GAP if values is None else np.where(values, 0, 255)[:, None]
    panel.imshow(shown.reshape(ROWS, COLUMNS, 3))
    rows, columns = np.divmod(gap, COLUMNS)
    size = np.ptp(columns) + 1 + 2 * APART, np.ptp(rows) + 1 + 2 * APART
    corner = columns.min() - 0.5 - APART, rows.min() - 0.5 - APART
    panel.add_patch(plt.Rectangle(corner, *size, fill=False, ec=OUTLINE, lw=1))
    left, top = (np.clip(side.min() - WINDOW // 2, 0, ROWS - WINDOW) for side in (columns, rows))
    panel.set(xlim=(left - 0.5, left + WINDOW - 0.5), ylim=(top + WINDOW - 0.5, top - 0.5))
    panel.set(xticks=[], yticks=[])
    panel.spines[:].set(visible=True, linewidth=0.4)


def posterior_panel(panel, posterior, truth, shape):
    """Bars of the most probable fillings, and of the true one if it is none of them; each drawn
    beside its bar, the true one in orange."""
    true = int(filling_numbers(truth[None])[0])
    order = list(np.argsort(-posterior, kind="stable")[:MOST])
    if true not in order:
        order[-1] = true
    for place, number in enumerate(order):
        colour = OUTLINE if number == true else COLOURS[0]
        panel.barh(place, posterior[number], color=colour, height=0.6)
        inside = posterior[number] > 0.5
        panel.text(
            posterior[number] + (-0.03 if inside else 0.03),
            place,
            said(posterior[number]),
            ha="right" if inside else "left",
            va="center",
            fontsize=6.5,
            color="white" if inside and number != true else "black",
        )
        glyph = panel.inset_axes([-0.42, place - 0.35, 0.3, 0.7], transform=panel.transData)
        glyph.imshow(fillings(len(truth))[number].reshape(shape), cmap=INK, vmin=0, vmax=1)
        glyph.set(xticks=[], yticks=[])
        glyph.spines[:].set(visible=True, linewidth=0.6, color=colour)
    panel.set(xlim=(0, 1), ylim=(MOST - 0.4, -0.6), yticks=[], xticks=[0, 1], xlabel="probability")


def said(probability):
    """The probability in three digits, never rounded to 0 or 1."""
    if probability < 0.0005:
        return "< 0.001"
    return "> 0.999" if probability > 0.9995 else f"{probability:.3f}"


if __name__ == "__main__":
    with job_log(*snakemake.log):
        plot_inpainting(snakemake.input.data, snakemake.input.arrays, snakemake.output)
