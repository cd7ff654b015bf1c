"""The claims of question 3 about models that see the whole image. See claims.py."""

from ..run.names import WHOLE_IMAGE
from .claims import Claim, comparison, listing, percent, points, sentence, tex_title
from .tables import thousands


def whole_image_claims(runs, reader):
    """Compare `reader`, a recurrent model, and the best recurrent model with the whole-image
    models, paired by seed. runs: a row a model and seed."""
    accuracies = {
        name: part.sort_values("seed")["test_accuracy"].to_numpy()
        for name, part in runs.groupby("model", sort=False)
    }
    means = {name: values.mean() for name, values in accuracies.items()}
    others = [name for name in means if name in WHOLE_IMAGE]
    best_reader = max((name for name in means if name not in WHOLE_IMAGE), key=means.get)
    claims = {}
    for first in dict.fromkeys([reader, best_reader]):
        for second in others:
            claims[f"{first} or {second}"] = comparison(
                f"{first} or {second}",
                "test accuracy",
                tex_title(first),
                tex_title(second),
                (accuracies[first], accuracies[second]),
                points,
            )
    most = max(means, key=means.get)
    claims["whole_image"] = Claim(
        "whole_image",
        most not in WHOLE_IMAGE,
        sentence(
            f"the highest mean test accuracy of all, {percent(means[most], 2)}, is that of "
            f"{tex_title(most)}, which {_sees(most)}; "
            f"{_verdicts([claims[f'{reader} or {name}'] for name in others], tex_title(reader))}"
        ),
        {name: float(mean) for name, mean in means.items()},
    )
    costs = runs.groupby("model")["multiplications"].first()
    ratios = (costs[reader] / costs[others]).sort_values()
    claims["cost"] = Claim(
        "cost",
        bool(ratios.iloc[-1] > 1),
        f"One image costs {tex_title(reader)} {thousands(costs[reader])} multiplications, "
        f"{_times(ratios.iloc[-1])} times as many as {tex_title(ratios.index[-1])} and "
        f"{_times(ratios.iloc[0])} times as many as {tex_title(ratios.index[0])}.",
        ratios.to_dict(),
    )
    return claims


def _times(ratio):
    return f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2g}"


def _sees(name):
    return "sees the whole image" if name in WHOLE_IMAGE else "reads rows"


def _verdicts(claims, reader):
    """One sentence of the comparisons of one reader with several models."""
    groups = {"above": [], "below": [], "not told apart from": []}
    for claim in claims:
        other = tex_title(claim.name.split(" or ")[1])
        kind = "not told apart from"
        if claim.numbers["low"] > 0:
            kind = "above"
        elif claim.numbers["high"] < 0:
            kind = "below"
        groups[kind].append(f"{other} (${points(claim.numbers['difference'])}$)")
    said = [f"{kind} {listing(names)}" for kind, names in groups.items() if names]
    return (
        f"{reader} is, in accuracy (difference in points, paired over the seeds), {'; '.join(said)}"
    )
