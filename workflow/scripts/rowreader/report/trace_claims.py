"""The claims of question 3 and the bonus about what one network does over time. See claims.py."""

import numpy as np

from .claims import Claim, percent, sentence, tex_title

LAST = 5  # steps read out in the report
EQUAL = 1e-5  # float32 rounding over 28 steps stays below
MOST_OF = 0.9  # a reader has most of its final accuracy
GATES = {"i": "input", "f": "forget", "o": "output"}


def state_claims(trace, name):
    """What the network called `name` does over the rows. trace: arrays of trace_states."""
    rows, labels = trace["decision_rows"], trace["labels"]
    steps = trace["logits"].shape[1]
    title = tex_title(name)
    claims = [
        _blank(trace, title),
        _decision(rows, labels, steps),
        _probe(trace, steps),
        _examples(trace, steps),
    ]
    return {claim.name: claim for claim in claims}


def _blank(trace, title):
    spread, before, after = (
        float(trace[key]) for key in ("blank_spread", "blank_change", "ink_change")
    )
    same = spread < EQUAL
    inkless = trace["first_ink"] > 0
    text = (
        f"{percent(inkless.mean())} of the test images begin with a blank row; the first ink comes "
        f"after {trace['first_ink'].mean():.1f} rows on average. "
    )
    text += (
        "Until an image's first ink all images share one state, which the biases alone move: "
        f"their states differ by at most {scientific(spread)}, so these steps say of the digit "
        "only that its ink has not begun"
        if same
        else "Before their first ink the states of different images differ by up to "
        f"{scientific(spread)}, more than rounding explains"
    )
    text += (
        f". In {title} the state then moves by {before:.3f} a row and unit on average, "
        f"from the first ink on by {after:.3f}"
    )
    numbers = {"spread": spread, "blank_change": before, "ink_change": after}
    return Claim("blank", same, sentence(text), numbers)


def _decision(rows, labels, steps):
    median, late = float(np.median(rows)), float(np.quantile(rows, 0.9))
    last = float((rows > steps - LAST).mean())
    means = {digit: rows[labels == digit].mean() for digit in np.unique(labels)}
    first, slowest = min(means, key=means.get), max(means, key=means.get)
    text = (
        f"the decision, the row after which the prediction never changes, falls at row "
        f"{median:.0f} in the median and by row {late:.0f} for nine images in ten; for "
        f"{percent(last)} of the images it falls in the last {LAST} rows. On average digit {first} "
        f"is decided first (row {means[first]:.1f}) and digit {slowest} last (row "
        f"{means[slowest]:.1f})"
    )
    numbers = {"median": median, "late": late, "last_rows": last}
    return Claim("decision", last < 0.5, sentence(text), numbers)


def _reaches(accuracy):
    """The first row (from 1) at which the accuracy is MOST_OF of its final value."""
    return int(np.argmax(accuracy >= MOST_OF * accuracy[-1])) + 1


def _probe(trace, steps):
    head, probe = trace["head_accuracy"], trace["probe_accuracy"]
    middle = steps // 2
    rows = _reaches(head), _reaches(probe)
    gap = float(probe[middle - 1] - head[middle - 1])
    text = (
        f"after {middle} rows the head reads out {percent(head[middle - 1])} and the probe "
        f"{percent(probe[middle - 1])} of the digits; {percent(MOST_OF, 0)} of its final accuracy "
        f"is reached by the head at row {rows[0]} and by the probe at row {rows[1]}. "
    )
    if rows[1] < rows[0]:
        text += "Part of what the head misses is thus known, but not yet in the head's coordinates"
    else:
        text += "The probe is not earlier: what the head misses, a linear reader misses too"
    numbers = {"head_row": rows[0], "probe_row": rows[1], "gap": gap}
    return Claim("probe", rows[1] < rows[0], sentence(text), numbers)


def _examples(trace, steps):
    late, mistaken = trace["examples"][2:]
    row = int(trace["decision_rows"][late])
    label = int(trace["labels"][mistaken])
    predicted = int(trace["logits"][mistaken, -1].argmax())
    text = (
        f"the late one, a {int(trace['labels'][late])}, is decided at row {row} of {steps}; the "
        f"last, a {label}, is "
        + (
            f"read as a {predicted}"
            if predicted != label
            else "read correctly, no image is mistaken"
        )
    )
    return Claim(
        "examples", predicted != label, sentence(text), {"row": row, "predicted": predicted}
    )


def gate_claims(trace, name):
    """What the gates of the LSTM called `name` do. trace: arrays of trace_states."""
    difference = float(trace["library_difference"])
    equal = difference < EQUAL
    title = tex_title(name)
    same = Claim(
        "library",
        equal,
        sentence(
            f"the last states of {title} by our recurrence and by the library's layer differ by at "
            f"most {scientific(difference)}"
            + (", float32 rounding" if equal else ", more than float32 rounding explains")
        ),
        {"difference": difference},
    )
    claims = {"library": same}
    for gate, word in GATES.items():
        claims[f"gate_{gate}"] = _gate(trace, gate, word)
    spreads = {gate: float(np.ptp(trace[f"{gate}_mean"], axis=0).max()) for gate in GATES}
    widest = max(spreads, key=spreads.get)
    row = int(np.ptp(trace[f"{widest}_mean"], axis=0).argmax()) + 1
    claims["gate_digits"] = Claim(
        "gate_digits",
        True,
        sentence(
            f"the mean over the units tells digits apart most in the {GATES[widest]} gate, at row "
            f"{row}, where digits differ by up to {spreads[widest]:.2f}"
        ),
        spreads,
    )
    return claims


def _gate(trace, gate, word):
    low, high = trace[f"{gate}_low"], trace[f"{gate}_high"]
    early, late = float(high[:LAST].mean()), float(high[-LAST:].mean())
    open_more = high.mean() > low.mean()
    text = (
        f"the {word} gate is above 0.9 in {percent(high.mean())} and below 0.1 in "
        f"{percent(low.mean())} of all steps and units, so it is saturated open "
        f"{'more' if open_more else 'no more'} often than closed; the open share goes from "
        f"{percent(early)} in the first {LAST} rows to {percent(late)} in the last {LAST}"
    )
    numbers = {"high": float(high.mean()), "low": float(low.mean()), "early": early, "late": late}
    return Claim(f"gate_{gate}", bool(open_more), sentence(text), numbers)


def scientific(value):
    """LaTeX of a small positive number: 3.0 x 10^-7; zero is "0"."""
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.1e}".split("e")
    return rf"${mantissa} \times 10^{{{int(exponent)}}}$"
