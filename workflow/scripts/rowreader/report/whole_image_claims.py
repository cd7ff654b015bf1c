"""The claims of question 3 about row readers and models that see the whole image. See claims.py."""

import numpy as np

from ..analysis.intervals import verdict
from ..analysis.robustness import DIRECTIONS, SHIFT
from ..run.names import WHOLE_IMAGE, parse_model
from .claims import Claim, by_seed, leaders, listing, points, tex_title, with_level

HIDDEN = 32  # numbers between image and classes in the whole-image model called dense-32


def whole_image_claims(runs, comparisons, reader):
    """Compare `reader`, a recurrent model, with the whole-image models: {name: Claim}.

    runs: a row a model and seed. comparisons: the compared pairs (see compare_networks)."""
    own = comparisons[(comparisons["kind"] == "whole") & (comparisons["first"] == reader)]
    lost = 100 * runs[[f"accuracy_{direction}" for direction in DIRECTIONS]].rsub(
        runs["test_accuracy"], axis=0
    )
    lost.columns = list(DIRECTIONS)
    claims = [
        _accuracy(runs, own, reader),
        _bottleneck(own, reader),
        _shifts(by_seed(runs.assign(lost=lost.mean(axis=1)), "lost"), reader),
        _directions(lost, runs["model"].isin(WHOLE_IMAGE)),
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


def _bottleneck(own, reader):
    """Whether as narrow a bottleneck gives as good a model."""
    _, _, units = parse_model(reader)
    (row,) = own[own["second"] == "dense-32"].itertuples()
    found = verdict(row.low, row.high)
    first, second = tex_title(reader), tex_title("dense-32")
    said = {1: f"{first} is better", -1: f"{second} is better", 0: "neither is better"}[found]
    text = f"{first} keeps {units} numbers, {second} {HIDDEN}; {said}."
    return Claim("bottleneck", bool(found), text, {"units": units, "difference": row.difference})


def _shifts(lost, reader):
    """lost: {model: points of accuracy lost by moves, a mean over the directions for each seed}."""
    ours, theirs = lost[reader], lost["convolutional"]
    less, more = max(theirs) < min(ours), min(theirs) > max(ours)
    said = "less" if less else "more" if more else "about as much"
    means = {name: float(np.mean(values)) for name, values in lost.items()}
    text = (
        f"on average {SHIFT} pixels cost {tex_title('dense-32')} {means['dense-32']:.1f} points, "
        f"{tex_title(reader)} {means[reader]:.1f} and convolutions {said}, "
        f"{means['convolutional']:.1f}; the dense layer above them has a weight for each place."
    )
    return Claim("shifts", less, text, means)


def _directions(lost, whole):
    """In how many trainings moves along the rows' order cost less. lost: a row a run; whole: which
    of them see the whole image."""
    along, across = lost[["up", "down"]].mean(axis=1), lost[["left", "right"]].mean(axis=1)
    less = along < across
    text = (
        f"on average in {less[~whole].sum()} of {(~whole).sum()} trainings (mean "
        f"{along[~whole].mean():.1f} against {across[~whole].mean():.1f} points), of whole-image "
        f"models in {less[whole].sum()} of {whole.sum()}."
    )
    shows = less[~whole].mean() > max(0.5, less[whole].mean())
    numbers = {"along": along[~whole].mean(), "across": across[~whole].mean()}
    return Claim("directions", bool(shows), text, numbers)
