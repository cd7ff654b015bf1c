"""The claims of question 3 about the states: what moves them, and when. See claims.py.

traces: the arrays of trace_states of one network, a dict for each seed.
"""

import numpy as np

from ..analysis.decisions import LAST, accuracies
from ..analysis.ink import aligned_mean
from ..analysis.states import SATURATED, blank_changes
from .claims import Claim, listing, percent, sentence

BLANK = 4  # blank rows whose changes are told
EARLY = (3, 5, 7)  # rows read by the probe
CLEARLY = 2  # times what chance would read


def state_claims(traces):
    """{name: Claim} of the states."""
    claims = [
        _blank(traces),
        _burst(traces),
        _early_probe(traces),
        _saturation(traces),
    ]
    return {claim.name: claim for claim in claims}


def _blank_changes(trace):
    return blank_changes(trace["changes"], trace["first_ink"])


def _blank(traces):
    first_ink = traces[0]["first_ink"]
    if not first_ink.any():
        return Claim("blank", False, "Every test image begins with ink.", {})
    changes = [_blank_changes(trace)[:BLANK] for trace in traces]
    relaxes = all((np.diff(change) < 0).all() for change in changes)
    mean = np.mean(changes, axis=0)
    numbers = listing(f"{change:.3f}" for change in mean)
    text = (
        f"until their ink (median: {np.median(first_ink):.0f} rows) all images share one "
        f"state, moved by biases and recurrence alone; it "
        f"{'relaxes' if relaxes else 'does not relax steadily'}: changes of {numbers} a unit"
    )
    return Claim("blank", relaxes, sentence(text), dict(enumerate(map(float, mean), start=1)))


def _burst(traces):
    aligned = [aligned_mean(t["changes"], t["first_ink"], (-1, 0)) for t in traces]
    before, at = np.mean(aligned, axis=0)
    if np.isnan(before):
        return Claim("burst", False, "", {})
    burst = all(b < a for b, a in aligned)
    verb = "sets it off" if burst else "need not set it off"
    text = f"the first ink {verb}: {at:.3f}, after {before:.3f} the row before"
    numbers = {"before": float(before), "at": float(at)}
    return Claim("burst", burst, sentence(text), numbers)


def _early_probe(traces):
    steps = traces[0]["predictions"].shape[1]
    rows = [row for row in EARLY if row <= steps]
    read = [accuracies(t["probe_predictions"], t["labels"])[np.array(rows) - 1] for t in traces]
    mean = np.mean(read, axis=0)
    chance = np.bincount(traces[0]["labels"]).max() / len(traces[0]["labels"])
    known = all(values[-1] > CLEARLY * chance for values in read)
    text = (
        f"a linear probe reads {listing(percent(value, 0) for value in mean)} after "
        f"rows {listing(map(str, rows))} (chance: {percent(chance, 0)}): "
    )
    text += (
        "the first strokes tell digits apart"
        if known
        else "the first strokes tell little of the digit"
    )
    numbers = {row: float(value) for row, value in zip(rows, mean, strict=True)}
    return Claim("early_probe", known, sentence(text), numbers | {"chance": float(chance)})


def _saturation(traces):
    """How many units are saturated over all images, after the first of the last rows and after the
    last."""
    shares = [trace["h_saturated"][[-LAST, -1]] for trace in traces]
    before, after = np.mean(shares, axis=0)
    leaves = all(last < first for first, last in shares)
    said = "the state leaves saturation" if leaves else "the state does not leave saturation"
    text = (
        f"{said} (Figure~\\ref{{states}}f): over the test set {percent(before, 0)} of its units "
        f"are beyond $\\pm {SATURATED}$ after row {len(traces[0]['h_saturated']) - LAST + 1}, "
        f"{percent(after, 0)} at the end"
    )
    numbers = {"before": float(before), "after": float(after)}
    return Claim("saturation", leaves, sentence(text), numbers)
