"""The claims of question 3 about row readers and models that see the whole image. See claims.py."""

import numpy as np

from ..analysis.intervals import verdict
from ..analysis.robustness import DIRECTIONS, SHIFT
from ..run.names import WHOLE_IMAGE, parse_model
from .claims import (
    Claim,
    by_seed,
    leaders,
    listing,
    points,
    reaches,
    sentence,
    tex_title,
    with_level,
)
from .cost_claims import times

HIDDEN = 32  # numbers between image and classes in the whole-image models dense-32 and dense-2x32
NARROW = ["dense-32", "dense-2x32"]


def whole_image_claims(runs, comparisons, reader, read_out):
    """Compare `reader`, a recurrent model, with the whole-image models: {name: Claim}.

    runs: a row a model and seed. comparisons: the compared pairs (see compare_networks). read_out:
    accuracy of the reader's head after each row, for each seed: (seeds, steps)."""
    own = comparisons[(comparisons["kind"] == "whole") & (comparisons["first"] == reader)]
    lost = 100 * runs[[f"accuracy_{direction}" for direction in DIRECTIONS]].rsub(
        runs["test_accuracy"], axis=0
    )
    lost.columns = list(DIRECTIONS)
    claims = [
        _accuracy(runs, own, reader),
        _carrying(runs, own, reader),
        _bottleneck(own, runs.groupby("model")["parameters"].first(), reader),
        _shifts(by_seed(runs.assign(lost=lost.mean(axis=1)), "lost"), reader),
        _directions(lost, runs["model"], reader),
        _down(runs[runs["model"] == reader], 100 * np.asarray(read_out), reader),
    ]
    return {claim.name: claim for claim in claims}


def _accuracy(runs, own, reader):
    accuracies = by_seed(runs, "test_accuracy")
    most = leaders(accuracies)
    whole = [name in WHOLE_IMAGE for name in most]
    groups = {1: [], -1: [], 0: []}
    for row in own.itertuples():
        shown = f"{tex_title(row.second)} (${points(row.difference)}$)"
        groups[verdict(row.low, row.high)].append(shown)
    words = {1: "beats", -1: "loses to", 0: "is not told apart from"}
    parts = [f"{words[found]} {listing(names)}" for found, names in groups.items() if names]
    return Claim(
        "whole_image",
        not any(whole),
        f"{tex_title(reader)} {'; it '.join(parts)}. The most accurate, {with_level(most)}, "
        f"{'sees the whole image' if whole[0] else 'reads rows'}.",
        {name: float(np.mean(values)) for name, values in accuracies.items()},
    )


def _carrying(runs, own, reader):
    """Whether wider row readers reach the convolutions where the reader does not."""
    _, _, units = parse_model(reader)
    accuracies = by_seed(runs, "test_accuracy")
    parameters = runs.groupby("model")["parameters"].first()
    ours = tex_title(reader)
    text = f"convolutions see neighbouring rows at once; {ours} must carry them in {units} numbers"
    found = {row.second: verdict(row.low, row.high) for row in own.itertuples()}
    if found["convolutional"] != -1:
        return Claim("carrying", False, sentence(f"{text}, at no loss that shows"), {})
    wider = [
        name
        for name in accuracies
        if name not in WHOLE_IMAGE
        and parse_model(name)[2] > units
        and reaches(accuracies[name], accuracies["convolutional"])
    ]
    if not wider:
        return Claim("carrying", False, sentence(f"{text}. No wider cell reaches their level"), {})
    name = min(wider, key=lambda name: parameters[name])
    ratio = float(parameters[name] / parameters["convolutional"])
    text += f". {tex_title(name)}, at {times(ratio)} times their parameters, reaches their level"
    return Claim("carrying", True, sentence(text), {name: ratio})


def _bottleneck(own, parameters, reader):
    """Whether a network that keeps as few numbers of an image is as good, and one that also has a
    hidden layer behind them, as the reader has (the table's caption tells)."""
    _, _, units = parse_model(reader)
    rows = {row.second: row for row in own.itertuples() if row.second in NARROW}
    found = [verdict(rows[name].low, rows[name].high) for name in NARROW]
    ours, one, two = map(tex_title, (reader, *NARROW))
    ratios = [parameters[name] / parameters[reader] for name in NARROW]
    text = (
        f"{f'{ours} keeps {units} numbers; ' if units != HIDDEN else ''}{one} and {two}"
        f"{' also' if units == HIDDEN else ''} keep {HIDDEN} numbers, with "
        f"{ratios[0]:.1f} and {ratios[1]:.1f} times the parameters; "
    )
    if found == [1, 1]:
        text += f"{ours} beats both" + (
            f": {HIDDEN} numbers are not what limits ReLU models." if units <= HIDDEN else "."
        )
    else:
        won = [title for title, one in zip((one, two), found, strict=True) if one == 1]
        text += f"{ours} beats {won[0] if won else 'neither'}."
    differences = {name: rows[name].difference for name in NARROW}
    return Claim("bottleneck", found == [1, 1], text, {"units": units, **differences})


def _shifts(lost, reader):
    """lost: {model: points of accuracy lost by moves, a mean over the directions for each seed}."""
    ours, theirs = lost[reader], lost["convolutional"]
    less, more = max(theirs) < min(ours), min(theirs) > max(ours)
    said = "less" if less else "more" if more else "about as much"
    means = {name: float(np.mean(values)) for name, values in lost.items()}
    text = (
        f"on average {SHIFT} pixels cost {tex_title('dense-32')} {means['dense-32']:.1f} points, "
        f"{tex_title(reader)} {means[reader]:.1f} and convolutions {said}, "
        f"{means['convolutional']:.1f}."
    )
    return Claim("shifts", less, text, means)


def _directions(lost, models, reader):
    """What moves along the rows' order cost, and across, and in how many trainings the former cost
    less. lost, models: points lost each way and the model, a row a run."""
    along, across = lost[["up", "down"]].mean(axis=1), lost[["left", "right"]].mean(axis=1)
    less, whole = along < across, models.isin(WHOLE_IMAGE)
    numbers = {
        name: (float(along[models == name].mean()), float(across[models == name].mean()))
        for name in (reader, "convolutional")
    }
    ours, theirs = numbers.values()
    shows = bool(less[~whole].mean() > max(0.5, less[whole].mean()))
    counts = (f"{less[those].sum()} of {those.sum()}" for those in (~whole, whole))
    text = (
        f"Vertically they cost {tex_title(reader)} {ours[0]:.1f}, sideways {ours[1]:.1f} "
        f"(convolutions: {theirs[0]:.1f}, {theirs[1]:.1f}); less vertically in "
        f"{' trainings of row readers, '.join(counts)} others."
    )
    return Claim("directions", shows, text, numbers)


def _down(runs, read_out, reader):
    """Whether moves down cost more than moves up, and whether that is for want of blank rows: a
    read-out as many rows before the end wants them as well. read_out: per cent (seeds, steps)."""
    more = 100 * (runs["accuracy_up"] - runs["accuracy_down"]).to_numpy()
    early = float(read_out[:, -1 - SHIFT].mean())
    down, still = (100 * float(runs[key].mean()) for key in ("accuracy_down", "test_accuracy"))
    numbers = {"more": list(map(float, more)), "down": down, "early": early}
    if not (min(more) > 0 or max(more) < 0):
        text = f"Down costs {tex_title(reader)} about as much as up."
        return Claim("down", False, text, numbers)
    text = (
        f"Down costs {tex_title(reader)} {abs(more.mean()):.1f} "
        f"{'more' if more[0] > 0 else 'less'} than up"
    )
    if more[0] > 0:
        row = f"a read-out after row {read_out.shape[1] - SHIFT}"
        text += (
            f": {SHIFT} blank rows after the ink are missing, as in {row} ({down:.0f} and "
            f"{early:.0f}\\,\\%)"
            if abs(down - early) < (still - down) / 2
            else f", to {down:.0f}\\,\\%, though {row} has {early:.0f}\\,\\%"
        )
    return Claim("down", bool(more[0] > 0), f"{text}.", numbers)
