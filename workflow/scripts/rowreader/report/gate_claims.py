"""The claims of the bonus: what the gates of an LSTM do, and a GRU's beside them. See claims.py.

traces: the arrays of trace_states of one network, a dict for each seed; numbers are means over
the seeds.
"""

import math

import numpy as np

from ..analysis.ink import aligned, aligned_mean, usual_offsets
from ..analysis.states import GATES, HIGH, LOW
from ..cells import CELLS
from ..run.names import parse_model
from .claims import Claim, leaders, level, listing, percent, scientific, sentence, tex_title
from .tables import latex_tabular, number

EQUAL = 1e-5  # float32 rounding over 28 steps stays below
RELATED = 0.35  # correlation over 32 units that chance exceeds in one of twenty cases
STEADY = 0.75  # share of one-way steps from which a unit is said to count; half is chance
AFTER = 3  # rows in which a gate may react to the ink
WORDS = CELLS["lstm"].gates | CELLS["gru"].gates


def gate_claims(traces, others, name, other, forget_bias):
    """{name: Claim}. traces: of the LSTM called `name`; others: of the GRU called `other`;
    forget_bias: where the bias of the LSTM's forget gate starts."""
    claims = [
        _library([*traces, *others]),
        _start(traces, forget_bias),
        _units(traces),
        _reaction(traces),
        _digits(traces),
        _cells(traces),
        _holding(others, tex_title(other)),
    ]
    return {claim.name: claim for claim in claims}


def gates_table(lstm, gru, names):
    """LaTeX: each gate's mean at the start, at its peak and at the end, the row of the peak, and
    the saturated shares, mean and sample deviation over the seeds. names: of the two networks."""
    body = []
    for traces, name in zip((lstm, gru), names, strict=True):
        for gate in GATES[parse_model(name)[0]]:
            curves = np.array([curve(trace, gate) for trace in traces])
            peaks = curves.argmax(1)
            measures = [
                (curves[:, 0], 2),
                (curves.max(1), 2),
                (peaks + 1, 1),
                (curves[:, -1], 2),
                (100 * np.array([trace[f"{gate}_high"].mean() for trace in traces]), 1),
                (100 * np.array([trace[f"{gate}_low"].mean() for trace in traces]), 1),
            ]
            label = f"{tex_title(name)}, {WORDS[gate]} ${gate}$"
            body.append(" & ".join([label, *(_over_seeds(*measure) for measure in measures)]))
    header = "Gate & Row 1 & Peak & at row & Last row"
    header += rf" & \%\,$>$\,{HIGH} & \%\,$<$\,{LOW}"
    return latex_tabular("lrrrrrr", header, body)


def _over_seeds(values, digits):
    spread = float(np.std(values, ddof=1)) if len(values) > 1 else math.nan
    return number(float(np.mean(values)), spread, digits)


def curve(trace, gate):
    """The mean of a gate over images and units after each row: (steps,)."""
    return trace[f"{gate}_by_unit"].mean(1)


def _library(traces):
    difference = max(float(trace["library_difference"]) for trace in traces)
    equal = difference < EQUAL
    text = (
        f"its last states differ from those of the library's layers by at most "
        f"{scientific(difference)}"
        + (", float32 rounding" if equal else ", more than float32 rounding explains")
    )
    return Claim("library", equal, sentence(text), {"difference": difference})


def _start(traces, forget_bias):
    """Where training has moved the forget gate before any ink or state speaks: row 1."""
    baseline = 1 / (1 + math.exp(-forget_bias))
    start = float(np.mean([curve(trace, "f")[0] for trace in traces]))
    end = float(np.mean([curve(trace, "f")[-1] for trace in traces]))
    higher = all(curve(t, "f")[-1] > curve(t, "f")[0] for t in traces)
    text = (
        f"the forget gate starts training at $\\sigma({forget_bias:.0f}) = {baseline:.2f}$; "
        f"trained, its mean goes from {start:.2f} to {end:.2f}: it keeps "
        f"{'more' if higher else 'no more'} at the end"
    )
    numbers = {"baseline": baseline, "start": start, "end": end}
    return Claim("start", higher, sentence(text), numbers)


def _units(traces):
    """How long single units remember, and whether those that keep more write less, which a GRU's
    z and 1 - z enforce. Means over images and rows of each unit: (seeds, units)."""
    forget, write = (np.array([t[f"{gate}_by_unit"].mean(0) for t in traces]) for gate in "fi")
    least, most = forget.min(1).mean(), forget.max(1).mean()
    text = (
        f"its units average {least:.2f} to {most:.2f}; held there, it would halve a cell in "
        f"{half_life(least):.1f} to {half_life(most):.1f} rows"
    )
    numbers = {"least": float(least), "most": float(most)}
    if min(*np.ptp(forget, axis=1), *np.ptp(write, axis=1)) == 0:
        return Claim("units", False, sentence(text), numbers)
    related = [float(np.corrcoef(f, i)[0, 1]) for f, i in zip(forget, write, strict=True)]
    holds = max(related) < -RELATED
    text += (
        f". Units that keep more write {'less' if holds else 'no less in every seed'} ($r = "
        f"{np.mean(related):.2f}$ of mean $f$ and $i$)"
    )
    text += f", {'as' if holds else 'though'} $z$ enforces in a GRU"
    return Claim("units", holds, sentence(text), numbers | {"r": related})


def half_life(gate):
    """Steps after which a constant gate has halved what it keeps."""
    return math.log(2) / -math.log(min(max(gate, 1e-6), 1 - 1e-6))


def _reaction(traces):
    """Which gates move most at the first ink, and which at the last."""
    texts, numbers = [], {}
    for when, said, offsets in (
        ("first_ink", "the first ink", (-1, AFTER - 1)),
        ("last_ink", "the last", (0, AFTER)),
    ):
        pairs = {
            gate: np.array([aligned_mean(t[f"{gate}_by_image"], t[when], offsets) for t in traces])
            for gate in GATES["lstm"]
        }
        if any(np.isnan(found).any() for found in pairs.values()):
            continue
        most = leaders({gate: np.abs(np.diff(found))[:, 0] for gate, found in pairs.items()})
        means = {gate: found.mean(0) for gate, found in pairs.items()}
        moves = (f"the {WORDS[g]} gate ({means[g][0]:.2f} to {means[g][1]:.2f})" for g in most)
        verb = "move most, level" if len(most) > 1 else "moves most"
        texts.append(f"within {AFTER} rows of {said} {listing(moves)} {verb}")
        numbers |= {f"{gate} {when}": list(map(float, pair)) for gate, pair in means.items()}
    text = sentence("; ".join(texts)) if texts else ""
    return Claim("reaction", bool(texts), text, numbers)


def _digits(traces):
    """How much of the difference between digits is only when their ink begins."""
    labels, first_ink = traces[0]["labels"], traces[0]["first_ink"].astype(float)
    digits = np.unique(labels)
    by_digit = {
        gate: np.array(
            [[t[f"{gate}_by_image"][labels == d].mean(0) for d in digits] for t in traces]
        )
        for gate in GATES["lstm"]
    }
    most = leaders({gate: np.ptp(means, axis=1).max(1) for gate, means in by_digit.items()})
    gate = most[0]
    means = by_digit[gate].mean(0)
    spread = np.ptp(means, axis=0)
    row = int(spread.argmax())
    begins = np.array([first_ink[labels == d].mean() for d in digits])
    means = means[:, row]
    related = np.ptp(begins) > 0 and np.ptp(means) > 0
    r = float(np.corrcoef(begins, means)[0, 1]) if related else 0.0
    text = (
        f"digits differ most in the {WORDS[gate]} gate{level([WORDS[gate] for gate in most])}, by "
        f"{spread[row]:.2f} after row {row + 1}"
    )
    numbers = {"row": row + 1, "spread": float(spread[row]), "r": r}
    holds = r**2 > 0.5  # it explains most of the variance
    text += (
        f": that is largely when their ink begins ($r = {r:.2f}$ over the digits)"
        if holds
        else f", which is not simply when their ink begins ($r = {r:.2f}$ over the digits)"
    )
    offsets = usual_offsets(traces[0]["first_ink"], len(spread), AFTER, len(spread))
    found = [aligned(t[f"{gate}_by_image"], t["first_ink"], offsets) for t in traces]
    kept = labels[found[0][1]]
    if len(kept):
        from_ink = np.mean(
            [[values[kept == d].mean(0) for d in np.unique(kept)] for values, _ in found], axis=0
        )
        numbers["aligned"] = float(np.ptp(from_ink, axis=0).max())
        text += f"; counted from the first ink they differ by at most {numbers['aligned']:.2f}"
    return Claim("digits", holds, sentence(text), numbers)


def _cells(traces):
    """Units that accumulate: in each seed the steadiest of those that end beyond one."""
    found = []
    for trace in traces:
        last, onward = trace["c_by_unit"][-1], trace["c_onward"]
        unit = int(np.where(np.abs(last) > 1, onward, 0).argmax())
        found.append(
            (float(last[unit]), float(onward[unit]), float(trace["f_by_unit"][:, unit].mean()))
        )
    counting = [numbers for numbers in found if abs(numbers[0]) > 1 and numbers[1] >= STEADY]
    beyond = float(np.mean([trace["c_beyond_one"][-1] for trace in traces]))
    text = (
        f"at the last row {percent(beyond, 0)} of the cells lie beyond $\\pm 1$, out of a GRU's "
        f"reach. In {len(counting)} of {len(traces)} seeds a unit accumulates: "
        f"{percent(STEADY, 0)} or more of its steps since the first ink go one way"
    )
    if counting:
        last, _, forget = max(counting, key=lambda numbers: abs(numbers[0]))
        text += f"; the farthest ends at ${last:.1f}$ with a mean forget gate of {forget:.2f}"
    return Claim("cells", bool(counting), sentence(text), {"beyond": beyond, "units": found})


def _holding(traces, title):
    curves = {gate: np.mean([curve(t, gate) for t in traces], axis=0) for gate in GATES["gru"]}
    z = curves["z"]
    holds = all(curve(trace, "z")[-1] > curve(trace, "z")[0] for trace in traces)
    text = (
        f"{title}'s update gate (one keeps) goes from {z[0]:.2f} to {z[-1]:.2f}: it holds "
        f"{'more' if holds else 'no more'} at the end"
    )
    numbers = {gate: [float(values[0]), float(values[-1])] for gate, values in curves.items()}
    return Claim("holding", holds, sentence(text), numbers)
