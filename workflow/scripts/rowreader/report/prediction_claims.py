"""Sentences on what pixel predictors cost: true for whatever the results are."""

import math

from ..analysis.intervals import mean_over_images, verdict
from ..analysis.pixel_costs import PREDICTED
from . import published
from .claims import Claim, listing, sentence, tex_title
from .titles import GATE_BIASES, RIVALS


def prediction_claims(costs, test, histories, ablation):
    """{name: Claim}. costs: the table of tabulate_prediction; test: {model: nats (seeds, n)}, the
    networks first; histories: {network: table}; ablation: a table or None."""
    networks = [name for name in test if name not in RIVALS]
    by_image = {name: nats.mean(0) for name, nats in test.items()}
    claims = [
        _published({name: by_image[name] for name in networks}),
        _best({name: by_image[name] for name in networks}),
        _rivals(networks, by_image),
        _overfitting(costs, networks),
        _last_epoch(histories),
        _ablation(ablation, networks[0]),
    ]
    return {claim.name: claim for claim in claims}


def nats(value, digits=2):
    """A difference in nats, with its sign, in LaTeX."""
    return f"${value:+.{digits}f}$"


def interval(low, high, digits=2):
    return f"[${low:.{digits}f}$, ${high:.{digits}f}$]"


def compared(differences):
    """Sort names by the verdict on their means with intervals: {1: above zero, -1: below, 0}."""
    sides = {1: [], -1: [], 0: []}
    for name, found in differences.items():
        sides[verdict(found.low, found.high)].append(name)
    return sides


def grouped(sides, clauses, said=tex_title):
    """A clause for each verdict that some names have: "GRU 32 and GRU 64 are below it; ...".

    sides: see `compared`; clauses: {verdict: (of one name, of several)}; said: what stands for a
    name."""
    parts = []
    for side, (one, several) in clauses.items():
        if names := sides[side]:
            parts.append(f"{listing(map(said, names))} {one if len(names) == 1 else several}")
    return "; ".join(parts)


def _published(by_image):
    """Whether each network's test cross-entropy is below the published one of its size."""
    bars = {n: bar for n, bar in published.NATS_PER_PIXEL.items() if n in by_image}
    if not bars:
        return Claim("published", False, "No network here has a size of the published ones.", {})
    found = {n: mean_over_images(by_image[n] / PREDICTED - bar) for n, bar in bars.items()}
    sides = compared(found)
    number = "its published number", "their published numbers"
    text = grouped(
        sides,
        {
            -1: (f"is below {number[0]}", f"are below {number[1]}"),
            1: (f"is above {number[0]}", f"are above {number[1]}"),
            0: (f"is not told apart from {number[0]}", f"are not told apart from {number[1]}"),
        },
        lambda n: f"{tex_title(n)} ({bars[n] + found[n].mean:.4f} against {bars[n]:.4f})",
    )
    numbers = {n: (bars[n], mean.mean, mean.low, mean.high) for n, mean in found.items()}
    return Claim("published", len(sides[-1]) == len(found), sentence(text), numbers)


def _best(by_image):
    """Which network costs least on the test images, and whether the next one is told apart."""
    order = sorted(by_image, key=lambda name: by_image[name].mean())
    best = order[0]
    cost = by_image[best].mean()
    text = (
        f"{tex_title(best)} costs least on the test images, {cost / PREDICTED:.4f} nats per pixel "
        f"or {cost:.1f} per image"
    )
    numbers = {"best": best, "nats_per_image": float(cost)}
    if len(order) == 1:
        return Claim("best", True, sentence(text), numbers)
    gap = mean_over_images(by_image[order[1]] - by_image[best])
    numbers |= {"next": order[1], "gap": gap.mean, "low": gap.low, "high": gap.high}
    ahead = verdict(gap.low, gap.high) == 1
    text += f"; the next, {tex_title(order[1])}, costs {gap.mean:.2f} more per image"
    text += f" {interval(gap.low, gap.high)}"
    text += "" if ahead else ", an interval that holds zero"
    return Claim("best", ahead, sentence(text), numbers)


def _rivals(networks, by_image):
    """Whether every network costs less than the better of the rivals."""
    rival = min((n for n in by_image if n in RIVALS), key=lambda name: by_image[name].mean())
    gains = {name: mean_over_images(by_image[rival] - by_image[name]) for name in networks}
    sides = compared(gains)
    numbers = {name: (gain.mean, gain.low, gain.high) for name, gain in gains.items()}
    numbers["rival"] = rival
    means = [gains[name].mean for name in sides[1]]
    what = f"the better rival, the {RIVALS[rival]}"
    if len(sides[1]) == len(networks):
        spread = f"{min(means):.1f}" + (f" to {max(means):.1f}" if len(means) > 1 else "")
        text = f"every network costs less than {what}, by {spread} nats per image"
    else:
        clauses = {1: "less than", -1: "more than", 0: "neither more nor less than"}
        words = {side: (f"costs {w} {what}", f"cost {w} {what}") for side, w in clauses.items()}
        text = grouped(sides, words)
    return Claim("rivals", len(sides[1]) == len(networks), sentence(text), numbers)


def _overfitting(costs, networks):
    """How much more a test image costs than a training image, with the same weights."""
    table = costs.set_index(["model", "part"])
    gaps = {}
    for name in networks:
        test, train = (table.loc[(name, part)] for part in ("test", "train"))
        errors = math.hypot(test["standard_error"], train["standard_error"])
        gap = test["nats_per_image_mean"] - train["nats_per_image_mean"]
        gaps[name] = (float(gap), errors)
    widest = max(gaps, key=lambda name: gaps[name][0])
    more = sum(gap > 0 for gap, _ in gaps.values())
    text = (
        f"with the same weights, test images cost more than training images for {more} of the "
        f"{len(gaps)} networks; test less training is largest for "
        f"{tex_title(widest)}, {nats(gaps[widest][0])} nats per image, with a standard error of "
        f"{gaps[widest][1]:.2f}"
    )
    return Claim("overfitting", more == len(gaps), sentence(text), gaps)


def _last_epoch(histories):
    """For how many networks the validation images cost least after the last epoch."""
    last = [table["val_loss"].idxmin() == table.index[-1] for table in histories.values()]
    text = (
        f"validation images cost least after the last epoch for {sum(last)} of the "
        f"{len(last)} networks"
    )
    return Claim(
        "last_epoch", all(last), sentence(text), {"last": sum(last), "networks": len(last)}
    )


def _ablation(table, network):
    """Which start of the gates' bias leads after the ablation's epochs; "" of fewer than two."""
    groups = {} if table is None else dict(list(table.groupby("gate_bias", sort=False)))
    if len(groups) < 2:
        return Claim("ablation", False, "", {})
    costs = {
        bias: rows.sort_values("epoch")["val_loss"].to_numpy() for bias, rows in groups.items()
    }
    first, second = sorted(costs, key=lambda bias: costs[bias][-1])
    low, high = float(costs[first][-1]), float(costs[second][-1])
    epochs, ahead = len(costs[first]), int((costs[first] < costs[second]).sum())
    named = [GATE_BIASES[bias] for bias in (first, second)]
    text = (
        f"after {epochs} epoch{'s' * (epochs != 1)}, validation images cost {tex_title(network)} "
        f"{low:.4f} nats per pixel with {named[0]} and {high:.4f} with {named[1]}; the former is "
        f"ahead after {ahead} of the {epochs} epoch{'s' * (epochs != 1)}"
    )
    return Claim("ablation", first == "chrono", sentence(text), {first: low, second: high})
