"""The claims of question 3 about row readers and models that see the whole image. See claims.py."""

from ..analysis.intervals import verdict
from ..analysis.robustness import DIRECTIONS, SHIFT
from ..run.names import WHOLE_IMAGE, parse_model
from .claims import Claim, listing, percent, points, tex_title, versus

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
        _bottleneck(own, comparisons, reader),
        _shifts(lost.groupby(runs["model"], sort=False).mean(), reader),
        _directions(lost, runs["model"].isin(WHOLE_IMAGE)),
        _cost(runs.groupby("model")["multiplications"].first(), reader),
    ]
    return {claim.name: claim for claim in claims}


def _accuracy(runs, own, reader):
    means = runs.groupby("model", sort=False)["test_accuracy"].mean()
    most = means.idxmax()
    sees = "sees the whole image" if most in WHOLE_IMAGE else "reads rows"
    groups = {1: [], -1: [], 0: []}
    for row in own.itertuples():
        shown = f"{tex_title(row.second)} (${points(row.difference)}$)"
        groups[verdict(row.low, row.high)].append(shown)
    words = {1: "beats", -1: "loses to", 0: "is not told apart from"}
    parts = [f"{words[found]} {listing(names)}" for found, names in groups.items() if names]
    return Claim(
        "whole_image",
        most not in WHOLE_IMAGE,
        f"{tex_title(reader)} {'; it '.join(parts)}. "
        f"The most accurate, {tex_title(most)} ({percent(means[most], 2)}), {sees}.",
        means.to_dict(),
    )


def _bottleneck(own, comparisons, reader):
    """Whether as narrow a bottleneck gives as good a model, and what a wider state gives."""
    cell, _, units = parse_model(reader)
    (row,) = own[own["second"] == "dense-32"].itertuples()
    found = verdict(row.low, row.high)
    first, second = tex_title(reader), tex_title("dense-32")
    said = {1: f"{first} is better", -1: f"{second} is better", 0: "neither is better"}[found]
    text = f"{first} has an image in {units} numbers, {second} in {HIDDEN}; {said}."
    wider = comparisons[comparisons["kind"] == "width"]
    wider = wider[wider["first"].str.startswith(f"{cell}-")]
    if len(wider):
        text += f" Width: {versus(wider)}."
    return Claim("bottleneck", bool(found), text, {"units": units, "difference": row.difference})


def _shifts(lost, reader):
    """lost: points of accuracy that each model loses in each direction."""
    means = lost.mean(axis=1)
    names = listing(
        f"{tex_title(name)} {lost.loc[name].min():.1f} to {lost.loc[name].max():.1f}"
        for name in (reader, "convolutional", "dense-32")
    )
    robust = means["convolutional"] < means[reader]
    text = (
        f"{SHIFT} pixels cost {names} points. On average convolutions lose "
        f"{'less' if robust else 'no less'} than {tex_title(reader)}; the dense layer above them "
        "has a weight for each place."
    )
    return Claim("shifts", bool(robust), text, means.to_dict())


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


def _cost(costs, reader):
    others = costs[[name for name in costs.index if name in WHOLE_IMAGE]]
    ratios = costs[reader] / others
    most = others.idxmax()
    text = (
        f"{tex_title(reader)} needs {_times(ratios[most])} times the multiplications of "
        f"{tex_title(most)}."
    )
    return Claim("cost", bool(ratios[most] > 1), text, ratios.to_dict())


def _times(ratio):
    return f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2g}"
