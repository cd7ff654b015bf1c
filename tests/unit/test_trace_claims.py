"""What the report says of the traces: true for opposite networks, whole for odd ones."""

import math
import re

import numpy as np
import pytest
from rowreader.report import (
    decision_claims,
    gate_claims,
    memory_claims,
    probe_claims,
    state_claims,
)

STEPS, IMAGES = 28, 400
LABELS = np.arange(IMAGES) % 10
ROWS = np.arange(STEPS)
FIRST = np.full(IMAGES, 5)
LAST = 22 + np.arange(IMAGES) // 10 % 2  # index of the last inked row, alike for every digit


def readings(right_from):
    """Predictions: the label from row `right_from` (an index, one or an image's own), else 7."""
    right = np.broadcast_to(right_from, IMAGES)[:, None] <= ROWS
    return np.where(right, LABELS[:, None], 7)


def gates(names, values):
    """values: (n, steps) for every gate, the same in all of two units."""
    arrays = {}
    for name in names:
        arrays[f"{name}_by_image"] = values
        arrays[f"{name}_by_unit"] = np.repeat(values.mean(0)[:, None], 2, axis=1)
        arrays[f"{name}_low"] = arrays[f"{name}_high"] = np.full(STEPS, 0.25)
    return arrays


def trace(**changed):
    """A network that decides one row after the last ink, whose probe knows at row 10."""
    changes = np.where(FIRST[:, None] > ROWS, 0.1 / (ROWS + 1), 0.2)
    changes = np.where(LAST[:, None] + 1 == ROWS, 0.5, changes)
    cell = np.stack([-0.1 * ROWS, np.zeros(STEPS)], axis=1)
    arrays = {
        "labels": LABELS,
        "first_ink": FIRST,
        "last_ink": LAST,
        "predictions": readings(LAST + 1),
        "probe_predictions": readings(6),
        "cut": 18,
        "cut_predictions": readings(19),
        "loss": np.where(ROWS < 23, 8.0, 0.1),
        "changes": changes,
        "library_difference": 1e-7,
        "digit_h": np.where(ROWS < 25, 0.95, 0.5)[:, None] * [1, -1],
        "c_by_unit": cell,
        "c_onward": np.array([0.96, 0.5]),
        "c_beyond_one": np.full(STEPS, 0.5),
        **gates("ifozr", np.where(LAST[:, None] < ROWS, 0.8, 0.4)),
    }
    return arrays | changed


def opposite():
    """Decides early whatever the ink does, and its probe knows no sooner; nothing ever relaxes,
    bursts, opens or counts."""
    changes = np.broadcast_to(np.where(ROWS < 5, 0.02 * (ROWS + 1), 0.01), (IMAGES, STEPS))
    steadily = readings(8)
    return trace(
        predictions=steadily,
        probe_predictions=readings(26),
        cut_predictions=readings(28),
        loss=np.full(STEPS, 1.0),
        changes=changes,
        library_difference=0.2,
        digit_h=np.full((STEPS, 2), 0.5),
        c_by_unit=np.full((STEPS, 2), 0.5),
        c_beyond_one=np.zeros(STEPS),
        **gates("ifozr", np.broadcast_to(np.linspace(0.9, 0.2, STEPS), (IMAGES, STEPS))),
    )


def claims_of(one, other=None):
    traces, others = [one, one], [other or one] * 2
    made = {
        **state_claims.state_claims(traces, others, "gru-32", "lstm-32"),
        **decision_claims.decision_claims(traces),
        **probe_claims.probe_claims(traces),
        **gate_claims.gate_claims(traces, others, "lstm-32", "gru-32", 1),
        **memory_claims.memory_claims(traces, others, "gru-32"),
    }
    assert all(name == claim.name for name, claim in made.items())
    return made


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


def test_units_that_keep_more_write_less_or_not():
    def related(slope):
        units = np.tile(np.linspace(0.2, 0.9, 32), (STEPS, 1))
        return claims_of(trace(f_by_unit=units, i_by_unit=0.5 + slope * units))["units"]

    assert related(-0.5).holds
    assert "write less (correlation $-1.00$), as $z$ enforces in a GRU." in related(-0.5).text
    assert "write no less in every seed (correlation $1.00$), though" in related(0.5).text


def test_a_gate_that_moves_most_in_every_seed_is_told_alone():
    forget = np.where(FIRST[:, None] <= ROWS, 1.0, 0.4)
    claim = claims_of(trace(f_by_image=forget))["reaction"]
    assert claim.holds and "of the first ink $f$ (0.40 to 1.00) moves most." in claim.text


def reacting(f, i, z):
    """A trace whose gates are 0.5 but move by so much at the first ink, and back at the last."""
    inked = (FIRST[:, None] <= ROWS) & (LAST[:, None] >= ROWS)
    moves = {"f": f, "i": i, "z": z}
    return trace(**{f"{gate}_by_image": 0.5 + move * inked for gate, move in moves.items()})


def test_a_cell_that_writes_at_the_first_ink_and_keeps_after_the_last():
    claim = claims_of(reacting(-0.1, 0.2, -0.3))["overwriting"]
    assert claim.holds and claim.text == (
        "At the first ink the cell overwrites: $f$ (0.50 to 0.40), $i$ (0.50 to 0.70); so does "
        "GRU 32: $z$ (0.50 to 0.20). Within 3 rows of the last the cell holds: $f$ (0.40 to 0.50), "
        "$i$ (0.70 to 0.50); so does GRU 32: $z$ (0.20 to 0.50)."
    )
    assert (
        "overwrites: $f$ (0.50 to 0.40), $i$ (0.50 to 0.70); GRU 32 need not"
        in claims_of(reacting(-0.1, 0.2, 0.3))["overwriting"].text
    )
    for odd in (reacting(0.1, 0.2, -0.3), reacting(-0.1, -0.2, -0.3)):
        claim = claims_of(odd)["overwriting"]
        assert not claim.holds and "the cell need not overwrite" in claim.text
        assert "the cell need not hold" in claim.text and "GRU 32 does: $z$" in claim.text


def test_a_reset_gate_that_moves_against_the_output_gate():
    unlike = trace(r_by_unit=1 - trace()["o_by_unit"])
    claim = claims_of(trace(), unlike)["reset"]
    assert not claim.holds
    assert "moves unlike $o$ (correlation $-1.00$), though both scale what" in claim.text


def test_cells_keep_by_the_product_of_their_forget_gates():
    open_wide = claims_of(trace(f_by_unit=np.full((STEPS, 2), 0.99)))["kept"]
    assert not open_wide.holds and "83\\,\\% at most: cells alone may keep" in open_wide.text
    one = np.tile([0.99, 0.5], (STEPS, 1))
    kept = claims_of(trace(f_by_unit=one))["kept"]
    assert kept.holds and "42\\,\\% on average, 83\\,\\% at most: cells alone keep lit" in kept.text


def test_gates_that_hardly_close_erase_nothing_at_once():
    claim = claims_of(trace(f_low=np.full(STEPS, 0.01)))["closed"]
    assert claim.holds and "1.0\\,\\% of $f$ and 25.0" in claim.text
    assert claim.text.endswith("below 0.1: a cell fades, and is seldom erased at once.")


def test_digits_that_only_begin_at_other_rows_do_not_differ_from_the_ink_on():
    first = 3 + LABELS % 2
    late = trace(first_ink=first, **gates("ifo", 1.0 * (first[:, None] <= ROWS)))
    claim = claims_of(late)["digits"]
    assert claim.holds and claim.numbers["r"] < -0.99 and claim.numbers["aligned"] == 0


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


def test_the_table_of_the_gates_names_peaks_and_shares():
    table = gate_claims.gates_table([trace()], [opposite()], ("lstm-32", "gru-32"))
    (row,) = [line for line in table.splitlines() if "forget" in line]
    assert row == r"LSTM 32, forget $f$ & 0.40 & 0.80 & 25.0 & 0.80 & 25.0 & 25.0 \\"
    (row,) = [line for line in table.splitlines() if "update" in line]
    assert row.startswith(r"GRU 32, update $z$ & 0.90 & 0.90 & 1.0 & 0.20")
    assert math.isclose(gate_claims.curve(trace(), "f")[23], 0.6)
