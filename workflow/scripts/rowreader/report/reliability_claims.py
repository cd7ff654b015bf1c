"""Sentences on reliability diagrams: where probabilities of missing pixels are too sure, and by how
much. See claims.py."""

from ..analysis.intervals import CONFIDENCE
from .claims import Claim, percent, sentence, tex_title
from .prediction_claims import spread
from .titles import RIVALS

SIMPLEST = "frequency"  # of the rivals
KINDS = {"pixel": "single pixels", "patch": "patches"}


def reliability_claims(table):
    """{name: Claim} of the table of reliability diagrams that tabulate_inpainting makes."""
    table = table.assign(
        apart=table["observed_share"] - table["predicted_share"],
        outside=(table["predicted_share"] < table["observed_low"])
        | (table["predicted_share"] > table["observed_high"]),
    )
    claims = [_bins(table[~table["model"].isin(RIVALS)]), _errors(table), _frequencies(table)]
    return {claim.name: claim for claim in claims}


def _bins(table):
    """In which bins of the networks the share of ink is told apart from the prediction, and whether
    it lies towards one half from it: then the prediction was too sure."""
    outside = table[table["outside"]]
    towards = outside["apart"] * (0.5 - outside["predicted_share"]) > 0
    parts = {"over": outside[towards], "under": outside[~towards]}
    by_chance = (1 - CONFIDENCE) * len(table)
    verb = "has" if len(outside) == 1 else "have"
    text = (
        f"of the {len(table)} bins of the networks' diagrams, {len(outside)} {verb} an interval "
        f"that leaves out the mean prediction, where chance alone would make about {by_chance:.0f}"
    )
    said = [_side(side, rows) for side, rows in parts.items() if len(rows)]
    if said:
        text += ". " + sentence("; ".join(said))[:-1]
    numbers = {side: len(rows) for side, rows in parts.items()} | {"bins": len(table)}
    return Claim("bins", len(outside) <= by_chance, sentence(text), numbers)


def _side(side, rows):
    """What is told of the bins on one side: how many, by how much, and the widest of them."""
    sizes = 100 * rows["apart"].abs()
    widest = rows.loc[sizes.idxmax()]
    where = "towards" if side == "over" else "away from"
    text = (
        f"in {len(rows)} the prediction is {side}-confident, the share lying {where} one half from "
        f"it, by {spread(sizes, 1)} points"
    )
    return (
        f"{text} ({'most: ' if len(rows) > 1 else ''}{tex_title(widest['model'])}, "
        f"{KINDS[widest['gap']]}: {percent(widest['predicted_share'], 0)} predicted, "
        f"{percent(widest['observed_share'], 0)} observed)"
    )


def _errors(table):
    """How far shares and predictions differ in the mean over the pixels: the expected calibration
    error, of networks and rivals."""
    weighted = table.assign(weight=table["pixels"] * table["apart"].abs())
    sums = weighted.groupby(["model", "gap"], sort=False)[["weight", "pixels"]].sum()
    errors = 100 * sums["weight"] / sums["pixels"]
    models = errors.index.get_level_values("model")
    networks = errors[~models.isin(RIVALS)]
    text = (
        f"in the mean over the pixels, share and prediction differ by {spread(networks, 1)} points"
    )
    rivals = [
        f"{spread(errors[name], 1)} for the {RIVALS[name]}" for name in RIVALS if name in models
    ]
    text += f", beside {' and '.join(rivals)}" if rivals else ""
    numbers = {f"{name}, {kind}": float(value) for (name, kind), value in errors.items()}
    others = errors[models.isin(RIVALS)]
    better = bool(len(others)) and networks.max() < others.min()
    return Claim("calibration", better, sentence(text), numbers)


def _frequencies(table):
    """Whether the frequencies, which see no pixel around a gap, expect too little ink there."""
    bins = table[table["model"] == SIMPLEST]
    outside = bins.loc[bins["outside"], "apart"]
    more, less = int((outside > 0).sum()), int((outside < 0).sum())
    text = (
        f"of the {len(bins)} bins of the {RIVALS[SIMPLEST]}, {more} have an interval above the "
        f"prediction and {less} one below"
    )
    if more and not less:
        text += "; they do not know that each gap lies beside ink"
    return Claim("frequencies", more > less, sentence(text), {"more": more, "less": less})
