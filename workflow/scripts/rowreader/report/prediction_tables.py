"""The tables of the report on pixel prediction, in LaTeX."""

import math

from ..analysis.gaps import GAPS
from ..analysis.pixel_costs import PREDICTED
from . import published
from .tables import latex_tabular, thousands
from .titles import GATE_BIASES, RIVALS, title

PARTS = ("train", "validation", "test")


def named(name):
    return RIVALS.get(name) or title(name)


def with_error(value, error, digits, factor=1):
    """ "0.979 ± 0.004", or the value alone where one image gives no error; "" of no value."""
    if math.isnan(value):
        return ""
    spread = "" if math.isnan(error) else f" ± {factor * error:.{digits}f}"
    return f"{factor * value:.{digits}f}{spread}"


def _digits(error):
    """Two after the point, or more where the error would seem to be zero."""
    return next((digits for digits in (2, 3, 4) if error >= 0.5 * 10**-digits), 2)


def separated(rows, names):
    """The rows (a list of cells each), a rule before the first rival."""
    lines = [" & ".join(cells) for cells in rows]
    rivals = [number for number, name in enumerate(names) if name in RIVALS]
    if rivals and rivals[0]:
        lines[rivals[0]] = r"\midrule " + lines[rivals[0]]
    return lines


def costs_table(costs, epochs):
    """Nats per pixel and per image of networks and rivals. costs: of tabulate_prediction; epochs:
    {network: number}."""
    table = costs.set_index(["model", "part"])
    names = list(dict.fromkeys(costs["model"]))
    rows = []
    for name in names:
        parts = [table.loc[(name, part)] for part in PARTS]
        rows.append(
            [
                named(name),
                thousands(parts[0]["parameters"]),
                str(epochs.get(name, "")),
                *(
                    with_error(part["nats_per_pixel_mean"], part["standard_error"] / PREDICTED, 4)
                    for part in parts
                ),
                with_error(parts[-1]["nats_per_image_mean"], parts[-1]["standard_error"], 1),
                f"{published.NATS_PER_PIXEL[name]:.4f}" if name in published.NATS_PER_PIXEL else "",
            ]
        )
    header = "& Parameters & Epochs & Training & Validation & Test & Test, per image & Published"
    return latex_tabular("lrrrrrrr", header, separated(rows, names))


def ablation_table(table):
    """Validation cross-entropy after each epoch, a row a start of the gates' bias."""
    epochs = sorted(set(table["epoch"]))
    rows = [
        " & ".join([GATE_BIASES[bias], *(f"{value:.4f}" for value in rows["val_loss"])])
        for bias, rows in table.sort_values("epoch").groupby("gate_bias", sort=False)
    ]
    header = " & ".join(["After epoch", *map(str, epochs)])
    return latex_tabular("l" + "r" * len(epochs), header, rows)


def completion_table(table):
    """Nats of samples and truth, and the truth's excess, a row a length: two networks side by side,
    the next two below them."""
    names = list(dict.fromkeys(table["model"]))
    found = table.set_index(["model", "length"]).sort_index()
    lengths = sorted(set(table["length"]))
    rows = []
    for first in range(0, len(names), 2):
        pair = names[first : first + 2]
        gap = r"\noalign{\vskip 3pt} " if rows else ""
        heads = [rf"\multicolumn{{4}}{{c}}{{{named(name)}}}" for name in pair]
        rows.append(gap + " & ".join(["", *heads]))
        for length in lengths:
            cells = [_completed(found.loc[(name, length)]) for name in pair]
            rows.append(" & ".join([f"{length:.0f}", *sum(cells, [])]))
    beside = min(len(names), 2)
    columns = r"& Samples & Truth & \multicolumn{2}{c}{Truth minus samples} "
    return latex_tabular("r" + beside * "rrrl", "Pixels " + beside * columns, rows)


def _completed(row):
    return [
        *(with_error(row[key], row[f"{key}_error"], 2) for key in ("samples", "truth")),
        f"${row['excess']:.2f}$",
        _interval(row["excess_low"], row["excess_high"]),
    ]


def _interval(low, high):
    """ "[-0.1, 0.2]", or "" where one image gives none."""
    return "" if math.isnan(low) else f"[${low:.2f}$, ${high:.2f}$]"


def inpainting_table(table):
    """What is restored of either kind of gap, and what it costs."""
    names = list(dict.fromkeys(table["model"]))
    found = table.set_index(["model", "gap"])
    rows = []
    for name in names:
        cells = [named(name)]
        for kind in GAPS:
            row = found.loc[(name, kind)]
            cells.append(with_error(row["restored_share"], row["restored_error"], 1, 100))
            if kind == "patch":
                cells.append(with_error(row["whole_share"], row["whole_error"], 1, 100))
            likely = row["probability"]
            cells.append("" if math.isnan(likely) else f"{likely:.2f}")
            cells += [
                with_error(row[key], row[f"{key}_error"], _digits(row[f"{key}_error"]))
                for key in ("truth", "best")
            ]
        rows.append(cells)
    header = (
        r"& \multicolumn{4}{c}{One pixel} & \multicolumn{5}{c}{Patch of $2 \times 2$} \\ "
        r"& restored \% & $p$(truth) & cost: truth & best "
        r"& pixels \% & patches \% & $p$(truth) & cost: truth & best"
    )
    return latex_tabular("lrrrrrrrrr", header, separated(rows, names))


def mistake_table(aligned, shifted):
    """Right and mistaken costs of our networks beside those that were published. aligned, shifted:
    the tables of repeat_mistake, by the first mistake and by both."""
    rows = []
    keys = ["model", "read"]
    by_both = shifted.set_index(keys)["mistaken"]
    for name, part in aligned.groupby("model", sort=False):
        cells = [named(name)]
        for read, costs in (
            ("known", published.KNOWN_COSTS),
            ("completed", published.COMPLETED_COSTS),
        ):
            row = part.set_index("read").loc[read]
            cells += [f"{row[key]:.1f}" for key in ("right", "mistaken", "least_mistaken")]
            cells.append(f"{by_both[name, read]:.1f}")
            cells.append(f"{costs[name]:.1f}" if name in costs else "")
        rows.append(" & ".join(cells))
    sums = [table.groupby("read")["pixels"].first() for table in (aligned, shifted)]
    heads = [
        rf"\multicolumn{{5}}{{c}}{{{_counted(sums, read)} pixels, {said}}}"
        for read, said in (("known", "true"), ("completed", "completed"))
    ]
    columns = "& right & mistaken & least & shifted, too & published "
    header = rf"& {' & '.join(heads)} \\ " + 2 * columns
    return latex_tabular("l" + "r" * 10, header, rows)


def _counted(sums, read):
    """How many pixels are summed: "484", or "484, shifted 485" where it is another number then."""
    first, second = (counts[read] for counts in sums)
    return f"{first}" if first == second else f"{first} (shifted: {second})"
