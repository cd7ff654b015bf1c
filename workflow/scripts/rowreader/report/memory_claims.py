"""The claims of the bonus on memory: how long an LSTM's cells keep, which gates ever close, what
the cells accumulate. See claims.py.

traces: the arrays of trace_states of one network, a dict for each seed; numbers are means over
the seeds.
"""

import numpy as np

from ..analysis.states import GATES, HIGH, LOW, TOP
from .claims import Claim, listing, percent, sentence, tex_title
from .decision_claims import correct

RELATED = 0.35  # correlation over 32 units that chance exceeds in one of twenty cases
STEADY = 0.75  # share of one-way steps from which a unit is said to count; half is chance
LITTLE = 0.005  # loss of accuracy that is said to be little
OFTEN = 0.05  # share of the values from which a gate is said to close often


def memory_claims(traces, others, other):
    """{name: Claim}. traces: of the LSTM; others: of the GRU called `other`."""
    claims = [
        _units(traces),
        _kept(traces),
        _closed(traces, others, tex_title(other)),
        _cells(traces),
    ]
    return {claim.name: claim for claim in claims}


def _units(traces):
    """Whether units that keep more write less, which a GRU's z and 1 - z enforce. Means over images
    and rows of each unit: (seeds, units)."""
    forget, write = (np.array([t[f"{gate}_by_unit"].mean(0) for t in traces]) for gate in "fi")
    least, most = forget.min(), forget.max()
    text = f"its units average {least:.2f} to {most:.2f}"
    numbers = {"least": float(least), "most": float(most)}
    if min(*np.ptp(forget, axis=1), *np.ptp(write, axis=1)) == 0:
        return Claim("units", False, sentence(text), numbers)
    related = [float(np.corrcoef(f, i)[0, 1]) for f, i in zip(forget, write, strict=True)]
    holds = max(related) < -RELATED
    text += (
        f"; those that keep more write {'less' if holds else 'no less in every seed'} (correlation "
        f"${np.mean(related):.2f}$), {'as' if holds else 'though'} $z$ enforces in a GRU"
    )
    return Claim("units", holds, sentence(text), numbers | {"r": related})


def _kept(traces):
    """What is left in the end of a cell as it was after row TOP, and whether the network needs it:
    what the head reads of the last cell without it."""
    kept = np.array([trace["kept_by_unit"] for trace in traces])
    if np.isnan(kept).any():
        return Claim("kept", False, "", {})
    rows = traces[0]["predictions"].shape[1] - TOP
    without = [float(trace["accuracy_without_kept"]) for trace in traces]
    lost = [correct(t)[:, -1].mean() - w for t, w in zip(traces, without, strict=True)]
    needless = bool(max(lost) < LITTLE)
    text = (
        f"over the last {rows} rows a cell keeps {percent(kept.mean(), 0)} on average (best unit: "
        f"{percent(kept.max(), 0)}); taking that out of the last cell costs "
    )
    text += (
        f"at most {100 * max(*lost, 0):.1f} points: what the head reads has been rewritten"
        if needless
        else f"up to {100 * max(lost):.1f} points: the network needs it"
    )
    return Claim("kept", needless, sentence(text), {"kept": kept.mean(1), "lost": lost})


def _closed(traces, others, other):
    """How often gates are closed, over all rows, images and units."""
    shares = {
        gate: float(np.mean([trace[f"{gate}_low"].mean() for trace in seeds]))
        for cell, seeds in (("lstm", traces), ("gru", others))
        for gate in GATES[cell]
    }
    opened = {
        gate: float(np.mean([trace[f"{gate}_high"].mean() for trace in traces])) for gate in "fo"
    }
    forget = shares["f"]
    rarely = forget < OFTEN
    open_shares = listing(f"{percent(share, 0)} of ${gate}$" for gate, share in opened.items())
    text = (
        f"{open_shares} lie above {HIGH}, {percent(forget)} of $f$ and {percent(shares['z'])} of "
        f"{other}'s $z$ below {LOW}: a cell "
        f"{'fades, seldom erased at once' if rarely else 'is also erased at once'}"
    )
    return Claim("closed", rarely, sentence(text), {"low": shares, "high": opened})


def _cells(traces):
    """Units that accumulate: in each seed the steadiest of those that end beyond one."""
    found = []
    for trace in traces:
        last, onward = trace["c_by_unit"][-1], trace["c_onward"]
        unit = int(np.where(np.abs(last) > 1, onward, 0).argmax())
        found.append((float(last[unit]), float(onward[unit])))
    counting = [numbers for numbers in found if abs(numbers[0]) > 1 and numbers[1] >= STEADY]
    beyond = float(np.mean([trace["c_beyond_one"][-1] for trace in traces]))
    text = (
        f"in the end {percent(beyond, 0)} of the cells lie beyond $\\pm 1$, out of a GRU's "
        f"reach. In {len(counting)} of {len(traces)} seeds a unit accumulates: "
        f"{percent(STEADY, 0)} or more of its steps after the first ink go one way"
    )
    if counting:
        last = max((numbers[0] for numbers in counting), key=abs)
        text += f"; the farthest ends at ${last:.1f}$"
    return Claim("cells", bool(counting), sentence(text), {"beyond": beyond, "units": found})
