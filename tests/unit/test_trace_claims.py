"""What the report says of the traces: true for opposite networks, whole for odd ones."""

import re

import numpy as np
import pytest
from rowreader.report import decision_claims, probe_claims, state_claims
from traces import IMAGES, LAST, STEPS, claims_of, opposite, readings, trace

EXPECTED = {
    "blank": (
        "it relaxes: changes of 0.100, 0.050, 0.033 and 0.025 a unit.",
        "does not relax steadily: changes of 0.020, 0.040, 0.060 and 0.080 a unit.",
    ),
    "burst": ("sets it off: 0.200, after 0.020 the row before", "need not set it off: 0.010"),
    "drift": ("GRU 32 moves 4.0 times as far as LSTM 32", "LSTM 32 moves 1.0 times as far"),
    "early_probe": ("10\\,\\%, 10\\,\\% and 100\\,\\%", "tell little of the digit"),
    "decision": (
        "on most images only after their ink: 10\\,\\% before its last row, 0\\,\\% at it, "
        "90\\,\\% later (median: row 24, 1 row later).",
        "on most images before the end of their ink: 100\\,\\% before",
    ),
    "turn": (
        "first blank row moves the state more than the last inked: 0.20 there, then 0.50",
        "need not move the state more than the last inked: 0.01 there",
    ),
    "saturation": (
        "The state leaves saturation (Figure~\\ref{states}f): 100\\,\\% of its units are beyond "
        "$\\pm 0.9$ after row 24, 0\\,\\% at the end.",
        "does not leave saturation (Figure~\\ref{states}f): 0\\,\\% of",
    ),
    "switch": ("10\\,\\%, 100\\,\\%, 100\\,\\% and 100\\,\\% at 0, 1, 2 and 3 rows", "100"),
    "same_row": ("100\\,\\% where the ink", "100\\,\\% where the ink ended at row 23, 100"),
    "cut": (", not 10\\,\\%: blank rows help.", "no better with less ink."),
    "evidence": (
        "the head goes from 55.0\\,\\% to 100.0\\,\\%, the probe from 100.0\\,\\% to 100.0\\,\\%: "
        "alignment with the head, hardly evidence",
        "so these rows add evidence",
    ),
    "default": (
        "of all images a 7, at 8.0 nats (uniform guess: 2.3): confid",
        ": not worse in every",
    ),
    "corrected": ("is final at row 7 in the median", "the head agrees on the first"),
    "library": ("float32 rounding.", "more than float32 rounding explains"),
    "start": ("row and 0.80 on the last: it keeps more.", "row and 0.20 on the last: it keeps no"),
    "units": ("Its units average 0.46 to 0.46.", "Its units average 0.55 to 0.55."),
    "reaction": (
        "Within 3 rows of the first ink $i$ (0.40 to 0.40), $f$ (0.40 to 0.40) and $o$ "
        "(0.40 to 0.40) move most, level.",
        "(0.80 to 0.72)",
    ),
    "overwriting": (
        "ithin 3 rows of the last the cell need not hold: $f$ (0.40 to 0.80), $i$ (0.40 to 0.80); "
        "GRU 32 does: $z$",
        "the cell need not overwrite: $f$ (0.80 to 0.77), $i$ (0.80 to 0.77); GRU 32 does: $z$",
    ),
    "reset": ("moves like $o$ (correlation $1.00$): both open what", "moves like $o$"),
    "kept": (
        "over the last 18 rows is 0\\,\\% on average, 0\\,\\% at most: cells alone",
        "rewrite it",
    ),
    "closed": (
        "25\\,\\% of $f$ and 25\\,\\% of $o$ lie above 0.9, 25.0\\,\\% of $f$ and 25.0\\,\\% of "
        "GRU 32's $z$ below 0.1: a cell is also erased at once.",
        "also erased",
    ),
    "digits": ("not simply by when their ink begins", "not simply"),
    "cells": (
        "In the end 50\\,\\% of the cells lie beyond $\\pm 1$, out of a GRU's reach. In 2 of 2 "
        "seeds a unit accumulates: 75\\,\\% or more of its steps after the first ink go one way; "
        "the farthest ends at $-2.7$.",
        "In 0 of 2 seeds a unit accumulates",
    ),
}


def test_opposite_networks_are_told_apart():
    quiet = trace(changes=trace()["changes"] / 4)
    one, other = claims_of(trace(), quiet), claims_of(opposite())
    assert set(one) == set(other) == set(EXPECTED)
    for name, (positive, negative) in EXPECTED.items():
        assert positive in one[name].text, one[name].text
        assert negative is None or negative in other[name].text, other[name].text
    louder = trace(changes=4 * trace()["changes"])
    assert "LSTM 32 moves 4.0 times as far" in claims_of(trace(), louder)["drift"].text


def test_one_seed_that_differs_ends_what_holds_for_every_seed():
    traces = [trace(), opposite()]
    made = decision_claims.decision_claims(traces) | probe_claims.probe_claims(traces)
    assert "on about half of the images before" in made["decision"].text
    for name in ("decision", "cut", "evidence", "default", "same_row"):
        assert not made[name].holds, name
    assert not state_claims.state_claims([trace(), opposite()], [trace()], "gru-1", "lstm-1")[
        "burst"
    ].holds


def test_the_same_row_compares_ends_of_ink_a_row_apart():
    claim = decision_claims.decision_claims([trace(predictions=readings(LAST + 2))])["same_row"]
    assert claim.numbers == {"row": 25, "early": 1.0, "late": 0.1}


@pytest.mark.parametrize(
    "odd",
    [
        {"first_ink": np.zeros(IMAGES, int)},
        {"first_ink": np.full(IMAGES, STEPS), "last_ink": np.full(IMAGES, -1)},
        {"last_ink": np.full(IMAGES, STEPS - 1)},
        {"labels": np.zeros(IMAGES, int)},
        {"predictions": readings(0), "probe_predictions": readings(0)},
        {"changes": np.zeros((IMAGES, STEPS))},
    ],
    ids=["ink at once", "no ink", "ink to the end", "one digit", "known at once", "no motion"],
)
def test_odd_data_give_whole_sentences_and_finite_numbers(odd):
    for claim in claims_of(trace(**odd)).values():
        assert not re.search(r"\bnan\b|\binf\b", claim.text), claim
        assert claim.text == "" or claim.text.endswith((".", ":"))


def test_the_table_of_the_last_rows_has_mean_and_deviation_over_the_seeds():
    late = trace(predictions=readings(27))
    lines = probe_claims.last_rows_table([trace(), late]).splitlines()
    assert lines[2] == r"Rows read & 24 & 25 & 26 & 27 & 28 \\"
    assert lines[4].split(" & ")[2] == r"55.0 $\pm$ 63.6"  # one reads all or 10 %, the other 10 %
    assert lines[4].split(" & ")[-1] == r"100.0 $\pm$ 0.0 \\"
    assert "pm" not in probe_claims.last_rows_table([trace()])
