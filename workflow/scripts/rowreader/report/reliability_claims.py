"""Sentences on reliability diagrams: where probabilities of missing pixels are too sure, and by how
much, beside what right probabilities would give by chance. See claims.py."""

from ..analysis.gaps import GAPS
from ..analysis.intervals import CONFIDENCE
from .claims import Claim, listing, percent, sentence, tex_title
from .prediction_claims import named, spread
from .titles import RIVALS

SIMPLEST = "frequency"  # of the rivals
KINDS = {"pixel": "single pixels", "patch": "patches"}


STANDARD = "neighbours"


def reliability_claims(table, trust):
    """{name: Claim} of the tables of reliability diagrams and of trust, of tabulate_inpainting."""
    table = table.assign(
        apart=table["observed_share"] - table["predicted_share"],
        outside=(table["predicted_share"] < table["observed_low"])
        | (table["predicted_share"] > table["observed_high"]),
    )
    chance = trust.set_index(["model", "gap", "name"])
    claims = [_bins(table, chance), _errors(table, chance), _frequencies(table)]
    return {claim.name: claim for claim in claims}


def _bins(table, chance):
    """In which bins of the networks the share of ink is told apart from the prediction, for each
    kind of gap beside what right probabilities would make, and whether it lies towards one half
    from it: then the prediction was too sure."""
    networks = table[~table["model"].isin(RIVALS)]
    outside = networks[networks["outside"]]
    towards = outside["apart"] * (0.5 - outside["predicted_share"]) > 0
    parts = {"over": outside[towards], "under": outside[~towards]}
    said, numbers = [], {side: len(rows) for side, rows in parts.items()}
    for kind, rows in networks.groupby("gap", sort=False):
        found = int(rows["outside"].sum())
        names = rows["model"].unique()
        expected = sum(chance.loc[(name, kind, "bins"), "value"] for name in names)
        numbers |= {kind: (found, len(rows), float(expected))}
    kinds = {kind: numbers[kind] for kind in KINDS if kind in numbers}
    counts = listing(
        f"{found} of the networks' {number} bins of {KINDS[kind]}"
        for kind, (found, number, _) in kinds.items()
    )
    expected = listing(f"{expected:.1f}" for _, _, expected in kinds.values())
    text = (
        f"the interval leaves out the mean prediction in {counts}, where right probabilities "
        f"would, by simulation, make {expected} do so in the mean"
    )
    said = [_side(side, rows) for side, rows in parts.items() if len(rows)]
    text += ". " + sentence("; ".join(said))[:-1] if said else ""
    standard = table[table["model"] == STANDARD]
    if len(standard):
        numbers[STANDARD] = int(standard["outside"].sum())
        text += f". The interval of the {RIVALS[STANDARD]} leaves the prediction out in "
        text += f"{numbers[STANDARD]} of {len(standard)} bins"
    expected = sum(numbers[kind][2] for kind in KINDS if kind in numbers)
    return Claim("bins", len(outside) <= expected, sentence(text), numbers)


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


def _errors(table, chance):
    """How far shares and predictions differ in the mean over the pixels: the expected calibration
    error, beside what right probabilities would give."""
    weighted = table.assign(weight=table["pixels"] * table["apart"].abs())
    sums = weighted.groupby(["model", "gap"], sort=False)[["weight", "pixels"]].sum()
    errors = (sums["weight"] / sums["pixels"]).to_dict()
    kinds = [kind for kind in GAPS if any(kind == gap for _, gap in errors)]
    said, more, most = [], [], percent((1 + CONFIDENCE) / 2)
    for kind in kinds:
        names = [name for name, gap in errors if gap == kind and name != SIMPLEST]
        if not names:
            continue
        ours = [100 * errors[name, kind] for name in names if name not in RIVALS]
        right = [100 * chance.loc[(name, kind, "error"), "value"] for name in names]
        above = [n for n in names if errors[n, kind] > chance.loc[(n, kind, "error"), "high"]]
        more += [name for name in above if name not in RIVALS]
        clause = f"by {spread(ours, 1)} points for {KINDS[kind]}, where right probabilities "
        clause += f"would by about {spread(right, 1)}"
        if above:
            beyond = [f"{named(name)} ({100 * errors[name, kind]:.1f})" for name in above]
            clause += f" ({listing(beyond)} by more than in {most} of the simulations)"
        else:
            clause += f" (none by more than in {most} of the simulations)"
        said.append(clause)
    text = "in the mean over the pixels, share and prediction of the networks differ "
    text += "; ".join(said)
    simple = [100 * value for (name, _), value in errors.items() if name == SIMPLEST]
    text += f". The {RIVALS[SIMPLEST]} differ by {spread(simple, 1)}" if simple else ""
    numbers = {f"{name}, {kind}": 100 * float(value) for (name, kind), value in errors.items()}
    return Claim("calibration", not more, sentence(text), numbers)


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
