"""The empirical sentences of the report: a check on the results, and a text for each outcome.

A claim's text holds for the results it was made from, whatever they are. Two networks differ where
the interval of their difference (analysis/intervals.py) leaves out zero; that it holds zero is an
outcome, too. Texts are LaTeX. Here are the claims of question 2, and what all claims share.
"""

import dataclasses
import json

import numpy as np
import pandas

from ..analysis.intervals import verdict
from ..run.names import WHOLE_IMAGE
from .titles import HEADINGS, headed, title

BAR = 0.95  # the homework's own: every network comfortably above 95 %


@dataclasses.dataclass(frozen=True)
class Claim:
    """name; holds: whether the positive outcome was seen; text; numbers: what the text rests on."""

    name: str
    holds: bool
    text: str
    numbers: dict


def percent(share, digits=1):
    return f"{100 * share:.{digits}f}\\,\\%"


def points(share):
    """A difference of two shares, in percentage points, with its sign."""
    return f"{100 * share:+.2f}"


def scientific(value):
    """LaTeX of a small positive number: 3.0 x 10^-7; zero is "0"."""
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.1e}".split("e")
    return rf"${mantissa} \times 10^{{{int(exponent)}}}$"


def tex_title(name):
    return title(name).replace("×", r"$\times$")


def sentence(text):
    return text[0].upper() + text[1:] + "."


def listing(items):
    items = list(items)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def reaches(ours, theirs):
    """Whether values, one a seed, are level with others or better: some seed reaches their worst,
    as one does wherever the mean is no lower."""
    return max(ours) >= min(theirs)


def leaders(values):
    """The name with the highest mean, and those that the seeds do not tell from it: in some seed
    they reach its lowest value. Highest mean first. values: {name: a value for each seed}."""
    order = sorted(values, key=lambda name: -np.mean(values[name]))
    return [name for name in order if reaches(values[name], values[order[0]])]


def level(names):
    """What is told of the leaders behind the first: " (level: ...)", or nothing."""
    return f" (level: {few(names[1:])})" if len(names) > 1 else ""


def with_level(names):
    """The first of the leaders among models, and those that are level with it."""
    first, *others = map(tex_title, names)
    return first + level([first, *others])


def few(names):
    """A listing of at most three names, or else how many they are."""
    return listing(names) if len(names) <= 3 else f"{len(names)} others"


def by_seed(runs, measure):
    """{model: the measure's value in each run}; runs: a row a model and seed."""
    return {name: list(part) for name, part in runs.groupby("model", sort=False)[measure]}


def table_claims(runs, confusion, comparisons):
    """Question 2: {name: Claim} from every run (a row a model and seed), the confusion of all
    models (label, predicted, images), and the compared pairs (see compare_networks)."""
    runs = runs[~runs["model"].isin(WHOLE_IMAGE)]
    claims = [
        _above_bar(runs),
        _best(runs),
        *(_pairs(kind, headed(comparisons, kind)) for kind in HEADINGS),
        _average(headed(comparisons, "cell")),
        _mistaken(confusion),
    ]
    return {claim.name: claim for claim in claims}


def _above_bar(runs):
    worst = runs.loc[runs["test_accuracy"].idxmin()]
    below = sorted(set(runs.loc[runs["test_accuracy"] <= BAR, "model"]))
    numbers = {"worst": float(worst["test_accuracy"]), "below": len(below), "runs": len(runs)}
    if below:
        text = (
            f"{len(below)} of the {runs['model'].nunique()} networks have a run that is not above "
            f"{percent(BAR, 0)} ({listing(map(tex_title, below))}); the lowest accuracy is "
            f"{percent(worst['test_accuracy'], 2)}"
        )
    else:
        text = (
            f"every run of every network is above {percent(BAR, 0)}: the lowest test accuracy is "
            f"{percent(worst['test_accuracy'], 2)} ({tex_title(worst['model'])}, seed "
            f"{worst['seed']})"
        )
    return Claim("above_bar", not below, sentence(text), numbers)


def _best(runs):
    accurate = leaders(by_seed(runs, "test_accuracy"))
    sure = leaders(by_seed(runs.assign(gain=-runs["test_loss"]), "gain"))
    means = runs.groupby("model")[["test_accuracy", "test_loss"]].mean()
    accuracy, loss = means["test_accuracy"].max(), means["test_loss"].min()
    text = (
        f"the highest mean accuracy is {percent(accuracy, 2)}, of {with_level(accurate)}; the "
        f"lowest mean cross-entropy is {loss:.4f}, of {with_level(sure)}"
    )
    alone = len(accurate) == 1 and accurate == sure
    return Claim("best", alone, sentence(text), {"accuracy": float(accuracy), "loss": float(loss)})


def versus(rows):
    """One clause on compared pairs: who beats whom, by how many points, and how many intervals hold
    zero. rows: a table with first, second, difference, low, high."""
    won = []
    for row in rows.itertuples():
        found = verdict(row.low, row.high)
        if found:
            first, second = map(tex_title, (row.first, row.second)[::found])
            won.append(f"{first} beats {second} by {100 * abs(row.difference):.2f}")
    left = len(rows) - len(won)
    if not won:
        return {1: "the interval holds", 2: "both intervals hold"}.get(
            left, f"all {left} intervals hold"
        ) + " zero"
    text = f"{listing(won)} points"
    if left:
        text += f"; the other {f'{left} intervals hold' if left > 1 else 'interval holds'} zero"
    return text


def _pairs(kind, groups):
    """Of each pair of a kind, who beats whom; without such pairs no text. groups: see `headed`."""
    rows = [row for group in groups.values() for row in group.itertuples()]
    numbers = {f"{row.first} - {row.second}": (row.difference, row.low, row.high) for row in rows}
    won = bool(rows) and all(verdict(row.low, row.high) == 1 for row in rows)
    text = " ".join(f"{heading}: {versus(group)}." for heading, group in groups.items())
    return Claim(kind, won, text, numbers)


def _average(groups):
    """Whether an average over the sizes would hide that two cell types differ in sign. groups: the
    pairs of each two."""
    texts, numbers, hides = [], {}, False
    for heading, rows in groups.items():
        found = {verdict(row.low, row.high) for row in rows.itertuples()}
        mean, least, most = (rows["difference"].agg(name) for name in ("mean", "min", "max"))
        numbers[heading] = {"mean": mean, "least": least, "most": most}
        of = f"{heading}: the" if len(groups) > 1 else "The"
        if {1, -1} <= found:
            hides = True
            texts.append(
                f"{of} mean over the sizes, ${points(mean)}$, hides that the sign changes."
            )
        elif least < 0 < most:
            texts.append(
                f"{of} estimates change sign with the size, from ${points(least)}$ to "
                f"${points(most)}$; {'neither' if found == {0} else 'only one'} sign is shown."
            )
    return Claim("cell_average", hides, " ".join(texts), numbers)


def _mistaken(confusion):
    wrong = confusion[confusion["label"] != confusion["predicted"]]
    total = int(wrong["images"].sum())
    if not total:
        return Claim("mistaken", False, "No test image is mistaken by any run.", {"mistakes": 0})
    counts = wrong.pivot_table(
        "images", ["label", "predicted"], "seed", aggfunc="sum", fill_value=0
    )
    most = leaders({pair: list(row) for pair, row in zip(counts.index, counts.values, strict=True)})
    said = [f"a {label} as a {predicted}" for label, predicted in most]
    count = int(counts.loc[most[0]].sum())
    numbers = {"pairs": most, "images": count, "mistakes": total}
    text = (
        f"The most frequent mistake, summed over all runs, is to read {said[0]}: "
        f"{percent(count / total)} of all mistakes{level(said)}."
    )
    return Claim("mistaken", len(most) == 1, text, numbers)


def as_table(claims):
    """Return the claims as a pandas table: name, holds, numbers (JSON), text."""
    return pandas.DataFrame(
        [
            {
                "name": claim.name,
                "holds": claim.holds,
                "numbers": json.dumps(claim.numbers, default=lambda value: value.tolist()),
                "text": claim.text,
            }
            for claim in claims.values()
        ]
    )
