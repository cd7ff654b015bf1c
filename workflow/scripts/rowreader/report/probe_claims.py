"""The claims of question 3 that set the head beside a linear probe: what the state holds before the
head can read it, and the table of both after the last rows. See claims.py.

traces: the arrays of trace_states of one network, a dict for each seed; numbers are means over
the seeds. Rows are counted from one in texts, from zero in arrays.
"""

import math

import numpy as np

from ..analysis import decisions
from ..analysis.decisions import LAST
from ..data.images import CLASSES
from .claims import Claim, listing, percent, sentence
from .decision_claims import correct
from .tables import latex_tabular, number

HARDLY = 0.1  # of the head's gain: what the probe gains less than is hardly evidence
OFTEN = 0.1  # share of a digit's images from which a default is told


def probe_claims(traces):
    """{name: Claim} of head and probe."""
    claims = [_evidence(traces), _default(traces), _corrected(traces)]
    return {claim.name: claim for claim in claims}


def last_rows_table(traces):
    """LaTeX: accuracy of head and probe and share of final predictions after the last rows, in per
    cent, mean and sample deviation over the seeds."""
    steps = traces[0]["predictions"].shape[1]
    final = [decisions.already_final(trace["predictions"])[-LAST:] for trace in traces]
    measures = {
        "Head, accuracy": _last_accuracies(traces, "predictions"),
        "Head, prediction already final": np.array(final),
        "Linear probe, accuracy": _last_accuracies(traces, "probe_predictions"),
    }
    body = []
    for label, values in measures.items():
        values = 100 * values
        spread = values.std(0, ddof=1) if len(traces) > 1 else np.full(LAST, math.nan)
        cells = [number(mean, off, 1) for mean, off in zip(values.mean(0), spread, strict=True)]
        body.append(" & ".join([label, *cells]))
    header = " & ".join(["Rows read", *map(str, range(steps - LAST + 1, steps + 1))])
    return latex_tabular("l" + "r" * LAST, header, body)


def _last_accuracies(traces, reader):
    """Accuracy after each of the last rows: (seeds, LAST)."""
    return np.array([correct(trace, reader).mean(0)[-LAST:] for trace in traces])


def _evidence(traces):
    """Told as the first and the last cell of the table's rows, which a reader will look up."""
    head, probe = (
        _last_accuracies(traces, key)[:, [0, -1]] for key in ("predictions", "probe_predictions")
    )
    steps = traces[0]["predictions"].shape[1]
    gains = np.diff(head)[:, 0], np.diff(probe)[:, 0]
    holds = all(p < HARDLY * h for h, p in zip(*gains, strict=True))
    (head_from, head_to), (probe_from, probe_to) = head.mean(0), probe.mean(0)
    text = (
        f"from row {steps - LAST + 1} to {steps} the head goes from {percent(head_from)} to "
        f"{percent(head_to)}, the probe from {percent(probe_from)} to {percent(probe_to)}: "
    )
    text += (
        "hardly more evidence, but the state turns to where the head can read it"
        if holds
        else "these rows add evidence"
        if np.mean(gains[1]) > 0
        else "they add no evidence that the probe can read"
    )
    numbers = {"head": float(np.mean(gains[0])), "probe": float(np.mean(gains[1]))}
    return Claim("evidence", holds, sentence(text), numbers)


def _default(traces):
    middle = traces[0]["predictions"].shape[1] // 2
    found = []
    for trace in traces:
        shares = decisions.predicted_shares(trace["predictions"])[:, middle - 1]
        found.append((int(shares.argmax()), float(shares.max())))
    loss = float(np.mean([trace["loss"][middle - 1] for trace in traces]))
    called = sorted({digit for digit, _ in found})
    digits = " or ".join(f"a {digit}" for digit in called) + (
        ", by seed" if len(called) > 1 else ""
    )
    wrong = all(trace["loss"][middle - 1] > math.log(CLASSES) for trace in traces)
    share = percent(np.mean([share for _, share in found]), 0)
    text = (
        f"after row {middle} the head calls {share} of all images {digits}, at "
        f"{loss:.1f} nats (uniform guess: {math.log(CLASSES):.1f}): "
        f"{'confidently wrong' if wrong else 'not worse in every seed'}"
    )
    return Claim("default", wrong, sentence(text), {"loss": loss, **dict(enumerate(found))})


def _corrected(traces):
    """When the probe's prediction is final, over all images and by digit, as the figure draws it;
    and which digits owe it to what the probe calls images that have shown no ink yet."""
    labels, first_ink = traces[0]["labels"], traces[0]["first_ink"]
    rows = np.array([decisions.decision_rows(trace["probe_predictions"]) for trace in traces])
    digits = [int(digit) for digit in np.unique(labels)]
    medians = {digit: float(np.median(rows[:, labels == digit])) for digit in digits}
    early, late = min(medians.values()), max(medians.values())
    before = (rows <= first_ink).mean(0)
    default = {digit: float(before[labels == digit].mean()) for digit in digits}
    guessed = sorted((d for d in digits if default[d] > OFTEN), key=lambda d: -default[d])
    text = f"the probe is final at row {np.median(rows):g} in the median"
    if early < late:
        ends = (_digits([d for d in digits if medians[d] == end]) for end in (early, late))
        text += f" ({next(ends)}: {early:g}; {next(ends)}: {late:g})"
    if guessed:
        shares = listing(f"{percent(default[digit], 0)} of the {digit}s" for digit in guessed[:2])
        text += f". Partly by default: {shares} are final before any ink"
    numbers = {"medians": medians, "before any ink": default}
    return Claim("corrected", not guessed, sentence(text), numbers)


def _digits(digits):
    if len(digits) > 3:
        return f"{len(digits)} digits"
    return f"digit{'s' * (len(digits) > 1)} {listing(map(str, digits))}"
