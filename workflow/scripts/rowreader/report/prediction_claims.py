"""Sentences on what pixel predictors cost: true for whatever the results are."""

from ..analysis.intervals import mean_over_images, verdict
from ..analysis.pixel_costs import PREDICTED
from . import published
from .claims import Claim, listing, sentence, tex_title
from .titles import RIVALS


def prediction_claims(test):
    """{name: Claim}. test: {model: nats (seeds, n)} of the test images, the networks first."""
    networks = [name for name in test if name not in RIVALS]
    by_image = {name: nats.mean(0) for name, nats in test.items()}
    claims = [
        _published({name: by_image[name] for name in networks}),
        _best({name: by_image[name] for name in networks}),
        _rivals(networks, by_image),
    ]
    return {claim.name: claim for claim in claims}


def nats(value, digits=2):
    """A difference in nats, with its sign, in LaTeX."""
    return f"${value:+.{digits}f}$"


def interval(low, high, digits=2):
    return f"[${low:.{digits}f}$, ${high:.{digits}f}$]"


def spread(values, digits):
    """ "1.2 to 2.8", or one number where least and most round to the same."""
    low, high = (f"{end(values):.{digits}f}" for end in (min, max))
    return low if low == high else f"{low} to {high}"


def named(name):
    """A network's title, or "the" rival."""
    return f"the {RIVALS[name]}" if name in RIVALS else tex_title(name)


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
        text = f"every network costs less than {what}, by {spread(means, 1)} nats per image"
    else:
        clauses = {1: "less than", -1: "more than", 0: "neither more nor less than"}
        words = {side: (f"costs {w} {what}", f"cost {w} {what}") for side, w in clauses.items()}
        text = grouped(sides, words)
    return Claim("rivals", len(sides[1]) == len(networks), sentence(text), numbers)
