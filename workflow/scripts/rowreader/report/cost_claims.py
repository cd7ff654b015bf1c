"""The claims on what accuracy costs, for row readers and whole-image models. See claims.py.

runs: a row a model and seed; a cost is that of one image, the same for every seed.
"""

from ..run.names import WHOLE_IMAGE
from .claims import Claim, listing, percent, tex_title

COSTS = ["parameters", "multiplications"]


def cost_claims(runs, reader):
    """{name: Claim}. reader: the row reader whose multiplications are compared."""
    models = runs.groupby("model", sort=False)[["test_accuracy", *COSTS]].mean()
    models["error"] = 1 - models["test_accuracy"]
    whole = models.index.isin(WHOLE_IMAGE)
    claims = [
        _dominated(models[~whole]),
        _price(models[~whole]),
        _as_accurate(models[~whole], models[whole]),
        _multiplications(models["multiplications"], reader),
    ]
    return {claim.name: claim for claim in claims}


def _dominated(readers):
    """Row readers that a cheaper one equals or beats, by means over the seeds."""
    beaten = [
        name
        for name, one in readers.iterrows()
        if (
            (readers["error"] <= one["error"])
            & (readers[COSTS] <= one[COSTS]).all(axis=1)
            & (readers[COSTS] < one[COSTS]).any(axis=1)
        ).any()
    ]
    wasteful = f"{listing(map(tex_title, beaten))} pay" if beaten else "none pays"
    if len(beaten) == 1:
        wasteful = f"{tex_title(beaten[0])} pays"
    text = (
        f"Of the row readers {wasteful} for nothing: another has no more parameters, no more "
        "multiplications and no higher mean error."
    )
    return Claim("dominated", bool(beaten), text, {"dominated": beaten})


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


def _as_accurate(readers, whole):
    """The cheapest row reader with no higher mean error than the best whole-image model."""
    if whole.empty:
        return Claim("as_accurate", False, "", {})
    best = whole["error"].idxmin()
    enough = readers[readers["error"] <= whole["error"][best]]
    beside = f"{tex_title(best)} ({percent(whole['error'][best], 2)})"
    if enough.empty:
        text = f"No row reader has as low a mean error as {beside}."
        return Claim("as_accurate", False, text, {})
    name = enough["multiplications"].idxmin()
    ratios = enough.loc[name, COSTS] / whole.loc[best, COSTS]
    text = (
        f"The cheapest row reader with no higher a mean error than {beside} is "
        f"{tex_title(name)}, for {times(ratios['multiplications'])} times the multiplications and "
        f"{times(ratios['parameters'])} times the parameters."
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
