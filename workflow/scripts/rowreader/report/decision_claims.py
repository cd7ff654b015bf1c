"""The claims of question 3 about the last rows: when the decision is made, and why. See claims.py.

traces: the arrays of trace_states of one network, a dict for each seed; numbers are means over
the seeds. Rows are counted from one in texts, from zero in arrays.
"""

import math

import numpy as np

from ..analysis import decisions
from ..analysis.decisions import LAST
from ..analysis.ink import aligned_mean, same_mix
from ..data.images import CLASSES
from .claims import Claim, listing, percent, sentence
from .tables import latex_tabular, number

AFTER = 3  # rows after the last ink in which the switch is looked for
READERS = ("predictions", "probe_predictions")  # of the head and of the probe
HARDLY = 0.1  # of the head's gain: what the probe gains less than is hardly evidence


def decision_claims(traces):
    """{name: Claim} of the last rows and of the decision."""
    claims = [
        _decision(traces),
        _turn(traces),
        _switch(traces),
        _same_row(traces),
        _cut(traces),
        _evidence(traces),
        _default(traces),
        _corrected(traces),
    ]
    return {claim.name: claim for claim in claims}


def correct(trace, reader="predictions"):
    """Whether each image is read correctly after each row: float (n, steps)."""
    return (trace[reader] == trace["labels"][:, None]).astype(float)


def last_rows_table(traces):
    """LaTeX: accuracy of head and probe and share of final predictions after the last rows, in per
    cent, mean and sample deviation over the seeds."""
    steps = traces[0]["predictions"].shape[1]
    measures = {
        "Head, accuracy": [correct(trace).mean(0) for trace in traces],
        "Head, prediction already final": [
            decisions.already_final(trace["predictions"]) for trace in traces
        ],
        "Linear probe, accuracy": [correct(t, "probe_predictions").mean(0) for t in traces],
    }
    body = []
    for label, values in measures.items():
        values = 100 * np.array(values)[:, -LAST:]
        spread = values.std(0, ddof=1) if len(traces) > 1 else np.full(LAST, math.nan)
        cells = [number(mean, off, 1) for mean, off in zip(values.mean(0), spread, strict=True)]
        body.append(" & ".join([label, *cells]))
    header = " & ".join(["Rows read", *map(str, range(steps - LAST + 1, steps + 1))])
    return latex_tabular("l" + "r" * LAST, header, body)


def _rows(traces, reader="predictions"):
    return [decisions.decision_rows(trace[reader]) for trace in traces]


def _decision(traces):
    rows = _rows(traces)
    steps = traces[0]["predictions"].shape[1]
    since = [row - 1 - trace["last_ink"] for row, trace in zip(rows, traces, strict=True)]
    near = [((late >= 0) & (late <= AFTER)).mean() for late in since]
    last = np.mean([(row > steps - LAST).mean() for row in rows])
    holds = min(near) > 0.5
    text = (
        f"the head decides {'as' if holds else 'not only when'} the ink ends: its prediction "
        f"becomes final at row {np.median(rows):.0f} in the median, for {percent(np.mean(near), 0)}"
        f" of the images 0 to {AFTER} rows after the last ink, for {percent(last, 0)} in "
        f"the last {LAST} rows"
    )
    numbers = {"median": float(np.median(rows)), "near": float(np.mean(near)), "last": float(last)}
    return Claim("decision", bool(holds), sentence(text), numbers)


def _switch(traces):
    offsets = range(AFTER + 1)
    curves = [aligned_mean(correct(trace), trace["last_ink"], offsets) for trace in traces]
    mean = np.mean(curves, axis=0)
    if np.isnan(mean).any():
        return Claim("switch", False, f"No ink ends {AFTER} rows before the last row.", {})
    text = (
        f"the head's accuracy is {listing(percent(value, 0) for value in mean)} at "
        f"{listing(map(str, offsets))} rows after the last ink (images that have these)"
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
        f"{early + 1}, {percent(two, 0)} where at row {early + 2}"
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
    holds = all(one > two for one, two in pairs)
    text = (
        f"with all rows after row {cut} blanked, the head reads {percent(blank, 0)} after row "
        f"{row} instead of {percent(ink, 0)}: "
    )
    text += (
        "better with less ink, so blank rows help it"
        if holds
        else "no better with less ink, so the ink's end alone is no trigger"
    )
    numbers = {"row": row, "blank": float(blank), "ink": float(ink)}
    return Claim("cut", holds, sentence(text), numbers)


def _evidence(traces):
    head, probe = (
        [np.diff(correct(trace, reader).mean(0)[[-LAST, -1]])[0] for trace in traces]
        for reader in READERS
    )
    steps = traces[0]["predictions"].shape[1]
    holds = all(p < HARDLY * h for h, p in zip(head, probe, strict=True))
    text = (
        f"from row {steps - LAST + 1} to {steps} the head gains {100 * np.mean(head):.1f} points, "
        f"the probe {100 * np.mean(probe):.1f}: "
    )
    text += (
        "alignment with the head, hardly evidence"
        if holds
        else "so these rows add evidence"
        if np.mean(probe) > 0
        else "no evidence that the probe can read"
    )
    numbers = {"head": float(np.mean(head)), "probe": float(np.mean(probe))}
    return Claim("evidence", holds, sentence(text), numbers)


def _default(traces):
    middle = traces[0]["predictions"].shape[1] // 2
    found = []
    for trace in traces:
        shares = decisions.predicted_shares(trace["predictions"])[:, middle - 1]
        found.append((int(shares.argmax()), float(shares.max())))
    loss = float(np.mean([trace["loss"][middle - 1] for trace in traces]))
    called = sorted({digit for digit, _ in found})
    digits = " or ".join(map(str, called)) + (", by seed" if len(called) > 1 else "")
    wrong = all(trace["loss"][middle - 1] > math.log(CLASSES) for trace in traces)
    share = percent(np.mean([share for _, share in found]), 0)
    text = (
        f"after row {middle} the head calls {share} of all images by one digit ({digits}), at "
        f"{loss:.1f} nats where a uniform guess has {math.log(CLASSES):.1f}: "
        f"{'confidently wrong' if wrong else 'no worse than that in every seed'}"
    )
    return Claim("default", wrong, sentence(text), {"loss": loss, **dict(enumerate(found))})


def _corrected(traces):
    """Which digits are decided first and last: by the head, and by the probe, which is trained for
    each row and so has no default but the labels' own frequencies."""
    labels = traces[0]["labels"]
    ends = {}
    for reader in READERS:
        rows = np.mean(_rows(traces, reader), axis=0)
        means = {int(digit): float(rows[labels == digit].mean()) for digit in np.unique(labels)}
        ends[reader] = [
            (d, means[d]) for d in (min(means, key=means.get), max(means, key=means.get))
        ]
    (first, early), (last, late) = ends["probe_predictions"]
    by_head = ends["predictions"][0][0]
    median = float(np.median(_rows(traces, "probe_predictions")))
    # Before it can know anything the probe guesses a frequent digit, which so seems early.
    at_first = np.concatenate([trace["probe_predictions"][:, 0] for trace in traces])
    guess = ", its guess after the first row" if np.bincount(at_first).argmax() == first else ""
    text = (
        f"the probe is trained for each row: it is final at row {median:.0f} in the median, first "
        f"for digit {first} (mean row {early:.1f}{guess}), last for {last} ({late:.1f}); "
        + (
            f"by the head {by_head} would seem first"
            if by_head != first
            else "the head agrees on the first"
        )
    )
    return Claim("corrected", by_head != first, sentence(text), {"head": by_head, "probe": first})


def _turn(traces):
    """What the state does when the ink ends."""
    curves = [aligned_mean(t["changes"], t["last_ink"], range(AFTER + 1)) for t in traces]
    at, *later = np.mean(curves, axis=0)
    if np.isnan(at):
        return Claim("turn", False, "", {})
    turns = all(curve[1] > curve[0] for curve in curves)
    text = (
        f"the first blank row {'moves' if turns else 'does not move'} the state more than the last "
        f"inked one{'' if turns else ' in every seed'}: {at:.2f} there, then "
        f"{listing(f'{change:.2f}' for change in later)} per unit"
    )
    numbers = {"at": float(at), "later": [float(change) for change in later]}
    return Claim("turn", turns, sentence(text), numbers)
