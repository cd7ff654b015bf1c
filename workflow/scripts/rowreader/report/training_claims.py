"""The claims of question 2 on the trainings: do they overfit, had they ended? See claims.py."""

import numpy as np

from ..run.names import WHOLE_IMAGE
from .claims import Claim, by_seed, leaders, listing, tex_title, with_level


def training_claims(runs, losses):
    """{name: Claim}. runs: a row a model and seed; losses: {model: the validation loss after each
    epoch, for each seed}, of the row readers."""
    runs = runs[~runs["model"].isin(WHOLE_IMAGE)]
    claims = [_overfitting(runs), _unfinished(losses)]
    return {claim.name: claim for claim in claims}


def _overfitting(runs):
    """Both losses are of the same weights, so that their gap is what training images gain."""
    gaps = by_seed(runs.assign(gap=runs["test_loss"] - runs["train_loss"]), "gap")
    positive = sum(np.mean(values) > 0 for values in gaps.values())
    widest = leaders(gaps)
    means = runs[runs["model"] == widest[0]][["train_loss", "test_loss"]].mean()
    numbers = {"positive": positive, "models": len(gaps), "widest": float(np.mean(gaps[widest[0]]))}
    text = (
        f"With the same weights, the loss on the test images is above that on the training images "
        f"for {positive} of the {len(gaps)} networks. Test minus training is largest for "
        f"{with_level(widest)}: {means['test_loss']:.4f} against {means['train_loss']:.4f}. "
    )
    best = widest[0] in leaders(by_seed(runs.assign(gain=-runs["test_loss"]), "gain"))
    numbers["best"] = best
    text += (
        "Its test loss is the lowest all the same, or level with it: overfitting does not yet "
        "decide which network is best."
        if best
        else "Its test loss is neither the lowest nor level with it."
    )
    return Claim("overfitting", positive == len(gaps), text, numbers)


def _unfinished(losses):
    """In how many trainings the last epoch is the best by validation."""
    epochs = {len(values) for trainings in losses.values() for values in trainings}
    if min(epochs) < 2:
        return Claim("unfinished", False, "", {})
    last = {
        name: sum(int(np.argmin(values)) == len(values) - 1 for values in trainings)
        for name, trainings in losses.items()
    }
    total, count = sum(map(len, losses.values())), sum(last.values())
    holds = count > total / 2
    ends = {
        word: [name for name, found in last.items() if found == wanted(losses[name])]
        for word, wanted in (("all", len), ("none", lambda _: 0))
    }
    told = [f"{word}: {listing(map(tex_title, names))}" for word, names in ends.items() if names]
    text = f"The validation loss is lowest after the last epoch in {count} of {total} trainings"
    text += f" ({'; '.join(told)})" if told and 0 < count < total else ""
    text += ": " + (
        "more epochs might help those; the comparisons hold for this many."
        if count
        else "all were at their best before."
    )
    return Claim("unfinished", holds, text, {"last": last, "trainings": total})
