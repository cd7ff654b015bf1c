"""Sentences on how pixel predictors train: true for whatever the results are. See claims.py."""

import math
from statistics import NormalDist

import numpy as np

from ..analysis.intervals import CONFIDENCE, Mean
from ..analysis.pixel_costs import PREDICTED
from .claims import Claim, listing, sentence, tex_title
from .prediction_claims import compared, interval, nats, spread
from .titles import GATE_BIASES, RIVALS

LEVEL = 0.1  # of the lead after the first epoch: so small a one after the last is left open


def predictor_training_claims(costs, histories, ablation, schedule):
    """{name: Claim}. costs: the table of tabulate_prediction; histories: {network: table}, in the
    order of the networks; ablation: a table or None; schedule: of the learning rate."""
    networks = list(histories)
    claims = [
        _easier(costs, networks),
        _overfitting(costs, networks),
        _last_epoch(histories, schedule),
        _ablation(ablation, networks[0]),
    ]
    return {claim.name: claim for claim in claims}


def gaps_to_training(costs, names, part):
    """{name: Mean} of nats per image: what the images of `part` cost more than training images.
    They are other images, so that the errors of both count."""
    table = costs.set_index(["model", "part"])
    width = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    found = {}
    for name in names:
        there, train = (table.loc[(name, key)] for key in (part, "train"))
        gap = float(there["nats_per_image_mean"] - train["nats_per_image_mean"])
        error = math.hypot(there["standard_error"], train["standard_error"])
        found[name] = Mean(gap, error, gap - width * error, gap + width * error)
    return found


def _more_or_less(gaps):
    """ "0.68 to 0.84 nats per image less" or "from -0.10 to +0.20 nats per image more"."""
    means = [gap.mean for gap in gaps.values()]
    sizes = spread([abs(mean) for mean in means], 2)
    if max(means) < 0:
        return f"{sizes} nats per image less"
    if min(means) > 0:
        return f"{sizes} nats per image more"
    return f"{nats(min(means))} to {nats(max(means))} nats per image more"


def _easier(costs, networks):
    """Whether test images cost less than training images, with the same weights, and whether they
    do so for the rivals, too."""
    gaps = gaps_to_training(costs, networks, "test")
    sides = compared(gaps)
    text = (
        f"with the same weights, test images cost {_more_or_less(gaps)} than training images (told "
        f"apart for {len(gaps) - len(sides[0])} of the {len(gaps)} networks, by the standard "
        "errors of both)"
    )
    rivals = gaps_to_training(
        costs, [name for name in RIVALS if name in set(costs["model"])], "test"
    )
    side = compared(rivals)
    easier = bool(sides[-1]) and not sides[1] and bool(side[-1]) and not side[1]
    if easier:
        said = [
            f"the {RIVALS[name]} {-gap.mean:.2f} less {interval(-gap.high, -gap.low)}"
            for name, gap in rivals.items()
        ]
        text += f". Test images seem easier: they cost {listing(said)}"
    else:
        said = [
            f"the {RIVALS[name]} {nats(gap.mean)} more {interval(gap.low, gap.high)}"
            for name, gap in rivals.items()
        ]
        text += f"; they cost {listing(said)}"
    found = gaps | rivals
    numbers = {name: (gap.mean, gap.low, gap.high) for name, gap in found.items()}
    return Claim("easier", easier, sentence(text), numbers)


def _overfitting(costs, networks):
    """Whether validation images, of the same source as training images, cost more than these."""
    gaps = gaps_to_training(costs, networks, "validation")
    sides = compared(gaps)
    text = (
        f"validation images, which are MNIST's training images as well, cost "
        f"{_more_or_less(gaps)} than those that train (told apart for "
        f"{len(gaps) - len(sides[0])} of the {len(gaps)})"
    )
    if sides[1]:
        verb = "overfits" if len(sides[1]) == 1 else "overfit"
        text += f": {listing(map(tex_title, sides[1]))} {verb}"
    else:
        text += ": no overfitting is seen"
    numbers = {name: (gap.mean, gap.low, gap.high) for name, gap in gaps.items()}
    return Claim("overfitting", bool(sides[1]), sentence(text), numbers)


def _last_epoch(histories, schedule):
    """For how many networks the validation images cost least after the last epoch."""
    last = [table["val_loss"].idxmin() == table.index[-1] for table in histories.values()]
    text = (
        f"validation images cost least after the last epoch for {sum(last)} of the "
        f"{len(last)} networks"
    )
    if all(last) and schedule == "cosine":
        text += (
            "; the learning rate reaches zero there, so this is to be expected of the schedule, "
            "and does not say that a longer one would not help"
        )
    return Claim(
        "last_epoch", all(last), sentence(text), {"last": sum(last), "networks": len(last)}
    )


def _ablation(table, network):
    """Which start of the gates' bias leads after the first and after the last epoch of the
    ablation, and by how much; "" of fewer than two starts."""
    groups = {} if table is None else dict(list(table.groupby("gate_bias", sort=False)))
    if len(groups) < 2:
        return Claim("ablation", False, "", {})
    costs = {
        bias: rows.sort_values("epoch")["val_loss"].to_numpy() for bias, rows in groups.items()
    }
    early, late = (min(costs, key=lambda bias: costs[bias][epoch]) for epoch in (0, -1))
    leads = [float(abs(np.subtract(*costs.values())[epoch])) for epoch in (0, -1)]
    epochs = len(costs[early])
    numbers = {bias: list(map(float, values)) for bias, values in costs.items()}
    text = (
        f"after the first epoch {tex_title(network)} costs {leads[0]:.4f} nats per pixel less with "
        f"{GATE_BIASES[early]} than with {GATE_BIASES[other(costs, early)]}"
    )
    level = leads[1] <= LEVEL * leads[0]
    if epochs == 1:
        return Claim("ablation", early == "chrono", sentence(text), numbers)
    text += f"; after epoch {epochs}, {leads[1]:.4f} {'less' if late == early else 'more'}"
    text += f", or {PREDICTED * leads[1]:.1f} per image"
    if level:
        text += (
            f": {GATE_BIASES[early]} makes the start faster; whether it helps in the end, this "
            "cannot tell"
        )
    elif late == early:
        text += f": {GATE_BIASES[early]} is ahead at the end as well"
    else:
        text += f": {GATE_BIASES[late]} is slower at first, and ahead at the end"
    return Claim("ablation", early == "chrono", sentence(text), numbers)


def other(pair, first):
    """The other one of a pair."""
    return next(name for name in pair if name != first)
