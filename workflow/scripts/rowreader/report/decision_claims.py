"""The claims of question 3 about the decision: when it is made, and what the ink's end does to it.
See claims.py.

traces: the arrays of trace_states of one network, a dict for each seed; numbers are means over
the seeds. Rows are counted from one in texts, from zero in arrays.
"""

import numpy as np

from ..analysis import decisions
from ..analysis.ink import aligned_mean, same_mix
from .claims import Claim, listing, percent, sentence

AFTER = 3  # rows after the last ink in which the switch is looked for


def decision_claims(traces):
    """{name: Claim} of the last rows and of the decision."""
    claims = [
        _decision(traces),
        _turn(traces),
        _switch(traces),
        _same_row(traces),
        _cut(traces),
    ]
    return {claim.name: claim for claim in claims}


def correct(trace, reader="predictions"):
    """Whether each image is read correctly after each row: float (n, steps)."""
    return (trace[reader] == trace["labels"][:, None]).astype(float)


def _decision(traces):
    rows = np.array([decisions.decision_rows(trace["predictions"]) for trace in traces])
    since = rows - 1 - traces[0]["last_ink"]
    before, at, after = ((since < 0).mean(1), (since == 0).mean(1), (since > 0).mean(1))
    if min(after) > 0.5:
        said = "on most images only after"
    elif max(after) < 0.5:
        said = "on most images before the end of"
    else:
        said = "on about half of the images before the end of"
    text = (
        f"the head decides {said} their ink: {percent(before.mean(), 0)} before its last row, "
        f"{percent(at.mean(), 0)} at it, {percent(after.mean(), 0)} later (median: row "
        f"{np.median(rows):.0f})"
    )
    numbers = {"median": float(np.median(rows)), "after": list(map(float, after))}
    return Claim("decision", bool(min(after) > 0.5), sentence(text), numbers)


def _switch(traces):
    offsets = range(AFTER + 1)
    curves = [aligned_mean(correct(trace), trace["last_ink"], offsets) for trace in traces]
    mean = np.mean(curves, axis=0)
    if np.isnan(mean).any():
        return Claim("switch", False, f"No ink ends {AFTER} rows before the last row.", {})
    text = (
        f"the head's accuracy is {listing(percent(value, 0) for value in mean)} at "
        f"{listing(map(str, offsets))} rows after the last ink"
    )
    numbers = dict(zip(map(str, offsets), map(float, mean), strict=True))
    return Claim("switch", bool(mean[-1] > mean[0]), sentence(text), numbers)


def _same_row(traces):
    """Images whose ink ended at neighbouring rows, compared after the same row."""
    last_ink, labels = traces[0]["last_ink"], traces[0]["labels"]
    counts = np.bincount(last_ink[last_ink >= 0], minlength=2)
    steps = traces[0]["predictions"].shape[1]
    smaller = np.minimum(counts[:-1], counts[1:])[: steps - 2]
    early = int(smaller.argmax())
    if not smaller[early]:
        return Claim("same_row", False, "", {})
    row = early + 2  # two rows after the earlier end, one after the later
    groups = [
        same_mix(correct(trace)[:, row], labels, last_ink == early, last_ink == early + 1)
        for trace in traces
    ]
    if np.isnan(groups).any():
        return Claim("same_row", False, "", {})
    one, two = np.mean(groups, axis=0)
    holds = all(first > second for first, second in groups)
    text = (
        f"after row {row + 1} it is {percent(one, 0)} where the ink ended at row "
        f"{early + 1}, {percent(two, 0)} where at row {early + 2} (same mix of digits in both)"
    )
    numbers = {"row": row + 1, "early": float(one), "late": float(two)}
    return Claim("same_row", holds, sentence(text), numbers)


def _cut(traces):
    """The intervention: blank rows in place of the ink below a row."""
    cut = int(traces[0]["cut"])
    row = cut + AFTER
    pairs = [
        (correct(t, "cut_predictions")[:, row - 1].mean(), correct(t)[:, row - 1].mean())
        for t in traces
    ]
    blank, ink = np.mean(pairs, axis=0)
    onward = np.array([correct(t, "cut_predictions")[:, cut:].mean(0) for t in traces])
    known = np.array([correct(t, "probe_predictions")[:, cut - 1].mean() for t in traces])
    helps = all(one > two for one, two in pairs)
    suffices = bool((onward.max(1) >= known).all())
    best, end = onward.mean(0).max(), onward[:, -1].mean()
    text = (
        f"with rows after {cut} blanked (probe there: {percent(known.mean(), 0)}), it reads "
        f"{percent(blank, 0)} after row {row}, not {percent(ink, 0)}, at most {percent(best, 0)}, "
        f"finally {percent(end, 0)}: "
    )
    text += (
        f"blank rows help{'' if suffices else ', but do not suffice'}"
        if helps
        else "no better with less ink"
    )
    numbers = {"row": row, "blank": blank, "ink": ink, "best": best, "end": end, "probe": known}
    return Claim("cut", helps, sentence(text), numbers)


def example_claim(trace):
    """Whether the image drawn as decided early was decided by what the ink told: how many of the
    images that the head calls the same digit after that row are that digit. trace: of one seed."""
    image = trace["examples"][0]
    row = int(decisions.decision_rows(trace["predictions"][[image]])[0])
    digit = int(trace["predictions"][image, -1])
    called = trace["predictions"][:, row - 1] == digit
    share = float((trace["labels"][called] == digit).mean())
    text = (
        f"of the images that the head calls a {digit} after row {row}, {percent(share, 0)} are: "
        f"the early decision {'was luck' if share < 0.5 else 'is no accident'}"
    )
    return {"example": Claim("example", share < 0.5, sentence(text), {"share": share})}


def _turn(traces):
    """What the state does when the ink ends."""
    curves = [aligned_mean(t["changes"], t["last_ink"], range(AFTER + 1)) for t in traces]
    at, *later = np.mean(curves, axis=0)
    if np.isnan(at):
        return Claim("turn", False, "", {})
    turns = all(curve[1] > curve[0] for curve in curves)
    text = (
        f"the first blank row {'moves' if turns else 'need not move'} the state more than the last "
        f"inked: {at:.2f} there, then {later[0]:.2f} a unit"
    )
    numbers = {"at": float(at), "later": [float(change) for change in later]}
    return Claim("turn", turns, sentence(text), numbers)
