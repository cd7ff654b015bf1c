"""What the report says of gates and cells: true for opposite networks."""

import math

import numpy as np
from rowreader.report import gate_claims, memory_claims
from traces import FIRST, LABELS, ROWS, STEPS, claims_of, gates, opposite, reacting, trace


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


def test_a_cell_that_writes_at_the_first_ink_and_keeps_after_the_last():
    claim = claims_of(reacting(-0.1, 0.2, -0.3))["overwriting"]
    assert claim.holds and claim.text == (
        "At the first ink the cell leans to writing: $f$ (0.50 to 0.40), $i$ (0.50 to 0.70); "
        "GRU 32 more clearly: $z$ (0.50 to 0.20). Within 3 rows of the last it leans to keeping: "
        "$f$ (0.40 to 0.50), $i$ (0.70 to 0.50); GRU 32 more clearly: $z$ (0.20 to 0.50)."
    )
    assert "; so does GRU 32" in claims_of(reacting(-0.2, 0.2, -0.1))["overwriting"].text
    assert (
        "leans to writing: $f$ (0.50 to 0.40), $i$ (0.50 to 0.70); GRU 32 need not"
        in claims_of(reacting(-0.1, 0.2, 0.3))["overwriting"].text
    )
    for odd in (reacting(0.1, 0.2, -0.3), reacting(-0.1, -0.2, -0.3)):
        claim = claims_of(odd)["overwriting"]
        assert not claim.holds and "the cell need not lean to writing" in claim.text
        assert "it need not lean to keeping" in claim.text and "GRU 32 does: $z$" in claim.text


def test_a_reset_gate_that_moves_against_the_output_gate():
    unlike = trace(r_by_unit=1 - trace()["o_by_unit"])
    claim = claims_of(trace(), unlike)["reset"]
    assert not claim.holds
    assert "moves unlike $o$ (correlation $-1.00$), though both scale what" in claim.text


def test_what_cells_keep_is_not_told_where_their_gates_are_not_seen_at_every_step():
    unseen = trace(kept_by_unit=np.full(2, np.nan), accuracy_without_kept=np.nan)
    assert claims_of(unseen)["kept"].text == ""


def test_one_seed_that_needs_what_its_cells_kept_is_enough():
    needs = trace(accuracy_without_kept=0.9)
    claim = memory_claims.memory_claims([trace(), needs], [trace()], "gru-32")["kept"]
    assert not claim.holds and "costs up to 10.0 points: the network needs it." in claim.text


def test_gates_that_hardly_close_erase_nothing_at_once():
    claim = claims_of(trace(f_low=np.full(STEPS, 0.01)))["closed"]
    assert claim.holds and "1.0\\,\\% of $f$ and 25.0" in claim.text
    assert claim.text.endswith("below 0.1: a cell fades, seldom erased at once.")


def test_digits_that_only_begin_at_other_rows_do_not_differ_from_the_ink_on():
    first = 3 + LABELS % 2
    late = trace(first_ink=first, **gates("ifo", 1.0 * (first[:, None] <= ROWS)))
    claim = claims_of(late)["digits"]
    assert claim.holds and claim.numbers["r"] < -0.99
    assert claim.numbers["aligned"] == dict.fromkeys("ifo", 0)


def test_the_table_of_the_gates_names_peaks_and_shares():
    table = gate_claims.gates_table([trace()], [opposite()], ("lstm-32", "gru-32"))
    (row,) = [line for line in table.splitlines() if "forget" in line]
    assert row == r"LSTM 32, forget $f$ & 0.40 & 0.80 & 25.0 & 0.80 & 25.0 & 25.0 \\"
    (row,) = [line for line in table.splitlines() if "update" in line]
    assert row.startswith(r"GRU 32, update $z$ & 0.90 & 0.90 & 1.0 & 0.20")
    assert math.isclose(gate_claims.curve(trace(), "f")[23], 0.6)
