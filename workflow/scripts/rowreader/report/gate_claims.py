"""The claims of the bonus: when the gates of an LSTM move, and a GRU's beside them. See claims.py.

traces: the arrays of trace_states of one network, a dict for each seed; numbers are means over
the seeds.
"""

import math

import numpy as np

from ..analysis.ink import aligned, aligned_mean, usual_offsets
from ..analysis.states import GATES, HIGH, LOW
from ..cells import CELLS
from ..run.names import parse_model
from .claims import Claim, leaders, level, listing, scientific, sentence, tex_title
from .tables import latex_tabular, number

EQUAL = 1e-5  # float32 rounding over 28 steps stays below
TOGETHER = 0.8  # correlation over the rows from which two gates are said to move alike
AFTER = 3  # rows in which a gate may react to the ink
WORDS = CELLS["lstm"].gates | CELLS["gru"].gates


def gate_claims(traces, others, name, other, forget_bias):
    """{name: Claim}. traces: of the LSTM called `name`; others: of the GRU called `other`;
    forget_bias: where the bias of the LSTM's forget gate starts."""
    claims = [
        _library([*traces, *others]),
        _start(traces, forget_bias),
        _reaction(traces),
        _overwriting(traces, others, tex_title(other)),
        _reset(traces, others, tex_title(other)),
        _digits(traces),
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
    text = f"its last states differ from the library's by at most {scientific(difference)}" + (
        ", float32 rounding" if equal else ", more than float32 rounding explains"
    )
    return Claim("library", equal, sentence(text), {"difference": difference})


def _start(traces, forget_bias):
    """Where training has moved the forget gate before any ink or state speaks: row 1."""
    baseline = 1 / (1 + math.exp(-forget_bias))
    start = float(np.mean([curve(trace, "f")[0] for trace in traces]))
    end = float(np.mean([curve(trace, "f")[-1] for trace in traces]))
    higher = all(curve(t, "f")[-1] > curve(t, "f")[0] for t in traces)
    text = (
        f"$f$, before training $\\sigma({forget_bias:.0f}) = {baseline:.2f}$, averages "
        f"{start:.2f} on the first row and {end:.2f} on the last"
    )
    numbers = {"baseline": baseline, "start": start, "end": end}
    return Claim("start", higher, f"{text}.", numbers)


def _reaction(traces):
    """Which gate moves most at the first ink."""
    pairs = {
        gate: np.array(
            [aligned_mean(t[f"{gate}_by_image"], t["first_ink"], (-1, AFTER - 1)) for t in traces]
        )
        for gate in GATES["lstm"]
    }
    if any(np.isnan(found).any() for found in pairs.values()):
        return Claim("reaction", False, "", {})
    most = leaders({gate: np.abs(np.diff(found))[:, 0] for gate, found in pairs.items()})
    moves = listing(_move(gate, pairs[gate]) for gate in most)
    verb = "move most, level" if len(most) > 1 else "moves most"
    text = f"within {AFTER} rows of the first ink {moves} {verb}"
    numbers = {gate: found.mean(0).tolist() for gate, found in pairs.items()}
    return Claim("reaction", len(most) == 1, sentence(text), numbers)


def _move(gate, pair):
    """A gate and its means over the seeds before and after. pair: (seeds, 2)."""
    return f"${gate}$ ({pair[:, 0].mean():.2f} to {pair[:, 1].mean():.2f})"


def _overwriting(traces, others, other):
    """Whether in every seed the cell leans to writing at the first ink (f falls, i rises) and to
    keeping after the last (f rises, i falls); whether the z of a GRU moves like f, and more."""
    texts, numbers, found = [], {}, []
    for when, said, offsets, verb, rises in (
        ("first_ink", "at the first ink", (-1, 0), "writing", False),
        ("last_ink", f"within {AFTER} rows of the last", (0, AFTER), "keeping", True),
    ):
        pairs = {
            gate: np.array([aligned_mean(t[f"{gate}_by_image"], t[when], offsets) for t in seeds])
            for gate, seeds in (("f", traces), ("i", traces), ("z", others))
        }
        if any(np.isnan(pair).any() for pair in pairs.values()):
            continue
        changes = {gate: np.diff(pair)[:, 0] for gate, pair in pairs.items()}
        rose, fell = (
            {gate: (sign * changes[gate] > 0).all() for gate in "fiz"} for sign in (1, -1)
        )
        one, two = (rose, fell) if rises else (fell, rose)
        seen, alike = bool(one["f"] and two["i"]), bool(one["z"])
        more = bool((abs(changes["z"]) > abs(changes["f"])).all())
        also = (
            (f"{other} more clearly" if more else f"so does {other}") if seen else f"{other} does"
        )
        moves = {gate: _move(gate, pair) for gate, pair in pairs.items()}
        cell = f"{'it' if texts else 'the cell'} {'leans' if seen else 'need not lean'}"
        texts.append(
            f"{said} {cell} to {verb}: {moves['f']}, {moves['i']}; "
            f"{also if alike else f'{other} need not'}: {moves['z']}"
        )
        numbers |= {f"{gate} {when}": pair.mean(0).tolist() for gate, pair in pairs.items()}
        found.append(seen)
    text = " ".join(map(sentence, texts))
    return Claim("overwriting", bool(found) and all(found), text, numbers)


def _reset(traces, others, other):
    """Whether a GRU's reset gate moves with an LSTM's output gate over the rows: each scales what
    the next candidate sees of the state."""
    output = np.mean([curve(trace, "o") for trace in traces], axis=0)
    resets = np.array([curve(trace, "r") for trace in others])
    if min(np.ptp(output), *np.ptp(resets, axis=1)) == 0:
        return Claim("reset", False, "", {})
    related = [float(np.corrcoef(output, reset)[0, 1]) for reset in resets]
    together = min(related) > TOGETHER
    text = (
        f"{other}'s reset gate $r$ moves {'like' if together else 'unlike'} $o$ "
        f"(correlation ${np.mean(related):.2f}$)"
        f"{': both open' if together else ', though both scale'} what the next candidate sees"
    )
    return Claim("reset", together, sentence(text), {"correlations": related})


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
        f"digits differ most in ${gate}${level([f'${one}$' for one in most])}, by "
        f"{spread[row]:.2f} after row {row + 1}"
    )
    numbers = {"row": row + 1, "spread": float(spread[row]), "r": r}
    holds = r**2 > 0.5  # it explains most of the variance
    text += (
        f", partly by when their ink begins (correlation ${r:.2f}$)"
        if holds
        else f", not simply by when their ink begins (correlation ${r:.2f}$)"
    )
    from_ink = _spreads_from_ink(traces)
    if from_ink:
        numbers["aligned"] = from_ink
        others = [f"${one}$: {value:.2f}" for one, value in from_ink.items() if one != gate]
        text += (
            f"; counted from it, by at most {from_ink[gate]:.2f} ({', '.join(others)}; "
            "Figure~\\ref{averages}d--f)"
        )
    return Claim("digits", holds, sentence(text), numbers)


def _spreads_from_ink(traces):
    """{gate: the largest difference of two digits' means, counted from the first ink}; empty if no
    image has the rows."""
    labels, first_ink = traces[0]["labels"], traces[0]["first_ink"]
    steps = traces[0]["i_by_image"].shape[1]
    offsets = usual_offsets(first_ink, steps, AFTER, steps)
    spreads = {}
    for gate in GATES["lstm"]:
        found = [aligned(t[f"{gate}_by_image"], first_ink, offsets) for t in traces]
        kept = labels[found[0][1]]
        if len(kept):
            means = [[values[kept == d].mean(0) for d in np.unique(kept)] for values, _ in found]
            spreads[gate] = float(np.ptp(np.mean(means, axis=0), axis=0).max())
    return spreads
