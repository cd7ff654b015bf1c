"""The claims on what accuracy costs, for row readers and whole-image models. See claims.py.

runs: a row a model and seed; a cost is that of one image, the same for every seed.
"""

from ..run.names import WHOLE_IMAGE
from .claims import Claim, by_seed, listing, percent, reaches, tex_title

COSTS = ["parameters", "multiplications"]


def cost_claims(runs, reader):
    """{name: Claim}. reader: the row reader whose multiplications are compared."""
    models = runs.groupby("model", sort=False)[["test_accuracy", *COSTS]].mean()
    models["error"] = 1 - models["test_accuracy"]
    whole = models.index.isin(WHOLE_IMAGE)
    accuracies = by_seed(runs, "test_accuracy")
    claims = [
        _dominated(models[~whole], accuracies),
        _price(models[~whole]),
        _as_accurate(models[~whole], models[whole], accuracies),
        _multiplications(models["multiplications"], reader),
    ]
    return {claim.name: claim for claim in claims}


def _dominated(readers, accuracies):
    """Row readers beside which a cheaper one is level or better."""
    beaten = [name for name in readers.index if _matching(name, readers, accuracies)]
    verb = "is" if len(beaten) == 1 else "are"
    if beaten:
        paying = [tex_title(name) for name in readers.index if name not in beaten]
        text = (
            f"{listing(map(tex_title, beaten))} {verb} matched by a cheaper row reader: one with "
            "no more parameters and no more multiplications is level or better. "
            f"That leaves {listing(paying)}."
        )
    else:
        text = (
            "No row reader is matched by a cheaper one: none with no more parameters and no more "
            "multiplications is level or better."
        )
    return Claim("dominated", bool(beaten), text, {"dominated": beaten})


def _matching(name, readers, accuracies):
    """The cheaper row readers that are level with this one or better."""
    own = readers.loc[name, COSTS]
    return [
        cheaper
        for cheaper, other in readers[COSTS].iterrows()
        if (other <= own).all()
        and (other < own).any()
        and reaches(accuracies[cheaper], accuracies[name])
    ]


def _price(readers):
    cheap, good = readers["multiplications"].idxmin(), readers["error"].idxmin()
    ratio = readers["multiplications"][good] / readers["multiplications"][cheap]
    if cheap == good:
        text = f"The cheapest, {tex_title(cheap)}, is also the most accurate in the mean."
    else:
        text = (
            f"From the cheapest, {tex_title(cheap)}, to the most accurate in the mean, "
            f"{tex_title(good)}, the error falls from {percent(readers['error'][cheap], 2)} to "
            f"{percent(readers['error'][good], 2)} for {times(ratio)} times the multiplications."
        )
    return Claim("price", cheap != good, text, {"ratio": float(ratio)})


def _as_accurate(readers, whole, accuracies):
    """The cheapest row reader that is level with the best whole-image model, or better."""
    if whole.empty:
        return Claim("as_accurate", False, "", {})
    best = whole["error"].idxmin()
    enough = readers[[reaches(accuracies[name], accuracies[best]) for name in readers.index]]
    beside = f"{tex_title(best)} ({percent(whole['error'][best], 2)})"
    if enough.empty:
        text = f"No row reader is level with {beside}."
        return Claim("as_accurate", False, text, {})
    name = enough["multiplications"].idxmin()
    ratios = enough.loc[name, COSTS] / whole.loc[best, COSTS]
    text = (
        f"The cheapest row reader that is level with {beside} or better is "
        f"{tex_title(name)} ({percent(enough['error'][name], 2)}), for "
        f"{times(ratios['multiplications'])} times the multiplications and "
        f"{times(ratios['parameters'])} times the parameters."
    )
    matching = [one for one in _matching(name, readers, accuracies) if one not in enough.index]
    if matching:
        text += (
            f" {listing(map(tex_title, matching))}, though level with {tex_title(name)} or better, "
            f"{'is' if len(matching) == 1 else 'are'} not: being level is not transitive."
        )
    return Claim("as_accurate", True, text, ratios.to_dict())


def _multiplications(costs, reader):
    others = costs[[name for name in costs.index if name in WHOLE_IMAGE]]
    if others.empty:
        return Claim("cost", False, "", {})
    ratios = costs[reader] / others
    most = others.idxmax()
    text = (
        f"{tex_title(reader)} needs {times(ratios[most])} times the multiplications of "
        f"{tex_title(most)}."
    )
    return Claim("cost", bool(ratios[most] > 1), text, ratios.to_dict())


def times(ratio):
    return f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2g}"
