"""Every empirical sentence of the report: a check on the results, and a text for each outcome.

A claim's text holds for the results it was made from, whatever they are. Comparisons of two
models are paired by seed: the 95 % interval of Student's t of the mean difference (Student 1908)
decides, and "no difference seen" is an outcome. Texts are LaTeX.
"""

import dataclasses
import json
import math

import numpy as np
import pandas
from scipy import stats

from ..run.names import WHOLE_IMAGE
from .titles import title

CONFIDENCE = 0.95
BAR = 0.95  # the homework's own: every network comfortably above 95 %


@dataclasses.dataclass(frozen=True)
class Claim:
    """name; holds: whether the positive outcome was seen; text; numbers: what the text rests on."""

    name: str
    holds: bool
    text: str
    numbers: dict


def difference(first, second):
    """Mean of first - second, paired, and its 95 % interval: (mean, low, high).

    Without at least two pairs, or any spread among them, the interval is infinite: nothing can be
    said about the spread.
    """
    pairs = np.asarray(first, float) - np.asarray(second, float)
    mean = float(pairs.mean())
    if len(pairs) < 2 or np.ptp(pairs) == 0:
        return mean, -math.inf, math.inf
    half = stats.t.ppf((1 + CONFIDENCE) / 2, len(pairs) - 1) * stats.sem(pairs)
    return mean, mean - float(half), mean + float(half)


def comparison(name, measure, first, second, values, format_number):
    """A claim that `first` has a larger `measure` than `second`.

    first, second: names as the text prints them. values: their measures, paired by seed. The text
    gives the mean difference and, in brackets, its interval.
    """
    mean, low, high = difference(*values)
    numbers = {"difference": mean, "low": low, "high": high, "pairs": len(values[0])}
    shown = f"${format_number(mean)}$"
    if math.isfinite(low):
        shown += f" [${format_number(low)}$, ${format_number(high)}$]"
    if low > 0:
        text = f"{first} has the larger {measure} than {second} ({shown})"
    elif high < 0:
        text = f"{first} has the smaller {measure} than {second} ({shown})"
    else:
        text = f"no difference in {measure} is seen between {first} and {second} ({shown})"
    return Claim(name, low > 0, text, numbers)


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


def table_claims(runs, confusion):
    """Question 2: {name: Claim} from every run (a row a model and seed) and the confusion of all
    models (label, predicted, images)."""
    runs = runs[~runs["model"].isin(WHOLE_IMAGE)]
    means = runs.groupby("model", sort=False)[
        ["test_accuracy", "test_loss", "train_loss", "parameters"]
    ].mean()
    claims = [
        _above_bar(runs),
        _best(means),
        *_sizes(runs, means),
        *_cells(runs),
        _overfitting(runs),
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


def _best(means):
    most_accurate, least_loss = means["test_accuracy"].idxmax(), means["test_loss"].idxmin()
    same = most_accurate == least_loss
    accuracy, loss = means["test_accuracy"].max(), means["test_loss"].min()
    text = f"the highest mean accuracy is {percent(accuracy, 2)}, of {tex_title(most_accurate)}"
    text += ", which also has" if same else f"; {tex_title(least_loss)} has"
    text += f" the lowest mean cross-entropy, {loss:.4f}"
    return Claim("best", same, sentence(text), {"accuracy": float(accuracy), "loss": float(loss)})


def _by_seed(runs, name, measure):
    return runs[runs["model"] == name].sort_values("seed")[measure].to_numpy()


def _compare(runs, name, first, second):
    values = [_by_seed(runs, model, "test_accuracy") for model in (first, second)]
    return comparison(name, "test accuracy", tex_title(first), tex_title(second), values, points)


def _sizes(runs, means):
    """For each cell: the widest against the narrowest layer, and depth against width."""
    for cell in dict.fromkeys(name.partition("-")[0] for name in means.index):
        names = [name for name in means.index if name.startswith(f"{cell}-")]
        single = [name for name in names if "x" not in name]
        stacked = [name for name in names if "x" in name]
        single.sort(key=lambda name: means.loc[name, "parameters"])
        texts, claims = [], []
        if len(single) > 1:
            claims.append(_compare(runs, f"{cell}_width", single[-1], single[0]))
            texts.append(claims[-1].text)
        for name in stacked:
            units = f"{cell}-{name.partition('x')[2]}"
            if units in single:
                claims.append(_compare(runs, f"{cell}_depth", name, units))
                texts.append(claims[-1].text)
            nearest = min(
                (other for other in single if other != units),
                key=lambda other: abs(
                    math.log(means.loc[other, "parameters"] / means.loc[name, "parameters"])
                ),
                default=None,
            )
            if nearest:
                claims.append(_compare(runs, f"{cell}_depth_or_width", name, nearest))
                ratio = means.loc[name, "parameters"] / means.loc[nearest, "parameters"]
                texts.append(f"with {ratio:.2f} times the parameters, {claims[-1].text}")
        yield from claims
        holds = all(claim.holds for claim in claims)
        yield Claim(f"{cell}_sizes", holds, sentence("; ".join(texts)) if texts else "", {})


def _cells(runs):
    """LSTM against GRU: the mean accuracy over the sizes, and over how many sizes it agrees."""
    parts = runs["model"].str.partition("-")
    if set(parts[0]) != {"lstm", "gru"}:
        return
    values = (
        runs.assign(cell=parts[0])
        .groupby(["cell", "seed"])["test_accuracy"]
        .mean()
        .unstack("cell")
        .sort_index()
    )
    claim = comparison(
        "gru_or_lstm",
        "test accuracy, averaged over the sizes,",
        "the GRU",
        "the LSTM",
        (values["gru"], values["lstm"]),
        points,
    )
    yield dataclasses.replace(claim, text=sentence(claim.text))


def _overfitting(runs):
    gaps = runs["test_loss"] - runs["train_loss"]
    by_model = gaps.groupby(runs["model"], sort=False).mean()
    positive = int((by_model > 0).sum())
    widest = by_model.idxmax()
    numbers = {"positive": positive, "models": len(by_model), "widest": float(by_model.max())}
    text = (
        f"the test loss is above the last epoch's training loss for {positive} of the "
        f"{len(by_model)} networks; the gap, test minus training, is largest for "
        f"{tex_title(widest)}, ${by_model.max():+.4f}$ nats"
    )
    return Claim("overfitting", positive == len(by_model), sentence(text), numbers)


def _mistaken(confusion):
    wrong = confusion[confusion["label"] != confusion["predicted"]]
    pairs = wrong.groupby(["label", "predicted"])["images"].sum()
    if not pairs.sum():
        return Claim("mistaken", False, "No test image is mistaken by any run.", {"mistakes": 0})
    (label, predicted), count = pairs.idxmax(), int(pairs.max())
    numbers = {"label": int(label), "predicted": int(predicted), "images": count}
    numbers["mistakes"] = int(pairs.sum())
    text = (
        f"The most frequent mistake, summed over all runs, is to read a {label} as a {predicted}: "
        f"{percent(count / pairs.sum())} of all mistakes."
    )
    return Claim("mistaken", True, text, numbers)


def as_table(claims):
    """Return the claims as a pandas table: name, holds, numbers (JSON), text."""
    return pandas.DataFrame(
        [
            {
                "name": claim.name,
                "holds": claim.holds,
                "numbers": json.dumps({k: repr(v) for k, v in claim.numbers.items()}),
                "text": claim.text,
            }
            for claim in claims.values()
        ]
    )
