"""What the report says of the traces: true for opposite networks, whole for odd ones."""

import re

import numpy as np
import pytest
from rowreader.report import decision_claims, probe_claims, state_claims
from traces import IMAGES, LABELS, LAST, ROWS, STEPS, claims_of, opposite, readings, trace

EXPECTED = {
    "blank": (
        "it relaxes: changes of 0.100, 0.050, 0.033 and 0.025 a unit.",
        "does not relax steadily: changes of 0.020, 0.040, 0.060 and 0.080 a unit.",
    ),
    "burst": ("sets it off: 0.200, after 0.020 the row before", "need not set it off: 0.010"),
    "early_probe": ("10\\,\\%, 10\\,\\% and 100\\,\\%", "tell little of the digit"),
    "decision": (
        "on most images only after their ink: 10\\,\\% before its last row, 0\\,\\% at it, "
        "90\\,\\% later (median: row 24).",
        "on most images before the end of their ink: 100\\,\\% before",
    ),
    "turn": (
        "first blank row moves the state more than the last inked: 0.20 there, then 0.50 a unit.",
        "need not move the state more than the last inked: 0.01 there",
    ),
    "saturation": (
        "The state leaves saturation (Figure~\\ref{states}f): over the test set "
        "75\\,\\% of its units are beyond $\\pm 0.9$ after row 24, 25\\,\\% at the end.",
        "does not leave saturation (Figure~\\ref{states}f): over the test set 0\\,\\% of",
    ),
    "switch": ("10\\,\\%, 100\\,\\%, 100\\,\\% and 100\\,\\% at 0, 1, 2 and 3 rows", "100"),
    "same_row": ("100\\,\\% where the ink", "100\\,\\% where the ink ended at row 23, 100"),
    "cut": (
        "(probe there: 100\\,\\%), it reads 100\\,\\% after row 21, not 10\\,\\%, at most "
        "100\\,\\%, finally 100\\,\\%: blank rows help.",
        "at most 10\\,\\%, finally 10\\,\\%: no better with less ink.",
    ),
    "evidence": (
        "the head goes from 55.0\\,\\% to 100.0\\,\\%, the probe from 100.0\\,\\% to 100.0\\,\\%: "
        "hardly more evidence, but the state turns to where",
        ": these rows add evidence",
    ),
    "default": (
        "of all images a 7, at 8.0 nats (uniform guess: 2.3): confid",
        ": not worse in every",
    ),
    "corrected": (
        "is final at row 7 in the median (digit 7: 1; 9 digits: 7). Partly by default: "
        "100\\,\\% of the 7s are final before any ink.",
        "is final at row 27 in the median (digit 7: 1; 9 digits: 27). Partly",
    ),
    "library": ("float32 rounding.", "more than float32 rounding explains"),
    "start": ("row and 0.80 on the last.", "row and 0.20 on the last."),
    "units": ("Its units average 0.46 to 0.46.", "Its units average 0.55 to 0.55."),
    "reaction": (
        "Within 3 rows of the first ink $i$ (0.40 to 0.40), $f$ (0.40 to 0.40) and $o$ "
        "(0.40 to 0.40) move most, level.",
        "(0.80 to 0.72)",
    ),
    "overwriting": (
        "ithin 3 rows of the last it need not lean to keeping: $f$ (0.40 to 0.80), $i$ "
        "(0.40 to 0.80); GRU 32 does: $z$",
        "the cell need not lean to writing: $f$ (0.80 to 0.77), $i$ (0.80 to 0.77); GRU 32 "
        "does: $z$",
    ),
    "reset": ("moves like $o$ (correlation $1.00$): both open what", "moves like $o$"),
    "kept": (
        "Over the last 18 rows a cell keeps 20\\,\\% on average (best unit: 30\\,\\%); taking that "
        "out of the last cell costs at most 0.0 points: what the head reads has been rewritten.",
        "keeps 70\\,\\% on average (best unit: 80\\,\\%); taking that out of the last cell costs "
        "up to 75.0 points: the network needs it.",
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
    one, other = claims_of(trace()), claims_of(opposite())
    assert set(one) == set(other) == set(EXPECTED)
    for name, (positive, negative) in EXPECTED.items():
        assert positive in one[name].text, one[name].text
        assert negative is None or negative in other[name].text, other[name].text


def test_one_seed_that_differs_ends_what_holds_for_every_seed():
    traces = [trace(), opposite()]
    made = decision_claims.decision_claims(traces) | probe_claims.probe_claims(traces)
    assert "on about half of the images before" in made["decision"].text
    for name in ("decision", "cut", "evidence", "default", "same_row"):
        assert not made[name].holds, name
    assert not state_claims.state_claims([trace(), opposite()])["burst"].holds


def test_blank_rows_may_help_without_sufficing():
    once = readings(19)
    once[:, 25:] = 7
    once[::2] = 7
    text = claims_of(trace(cut_predictions=once))["cut"].text
    assert "at most 50\\,\\%, finally 10\\,\\%: blank rows help, but do not suffice." in text


def test_a_probe_that_guesses_nothing_before_the_ink_is_said_to_have_no_default():
    claim = claims_of(trace(probe_predictions=(LABELS[:, None] + (ROWS < 6)) % 10))["corrected"]
    assert claim.text == "The probe is final at row 7 in the median." and claim.holds
    assert set(claim.numbers["before any ink"].values()) == {0}


def test_an_early_decision_is_luck_where_most_images_called_so_are_other_digits():
    seven = int(np.argmax(LABELS == 7))
    luck = decision_claims.example_claim(trace(examples=[seven]))["example"]
    assert luck.holds and luck.text == (
        "Of the images that the head calls a 7 after row 1, 10\\,\\% are: the early decision was "
        "luck."
    )
    right = np.repeat(LABELS[:, None], STEPS, 1)
    told = decision_claims.example_claim(trace(examples=[seven], predictions=right))["example"]
    assert not told.holds and "100\\,\\% are: the early decision is no accident." in told.text


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
