"""Sentences on completed images: true for whatever the results are."""

from .claims import Claim, sentence, tex_title
from .prediction_claims import compared, grouped, interval, nats


def completion_claims(table):
    """{name: Claim} of the table of tabulate_completions."""
    longest = table["length"].max()
    claims = [_sure(table[table["length"] == longest]), _lengths(table)]
    return {claim.name: claim for claim in claims}


def rows_of(table):
    """{model: row}, each with what `compared` asks for: the truth's excess and its interval."""
    renamed = table.rename(columns={"excess_low": "low", "excess_high": "high"})
    return {row.model: row for row in renamed.itertuples()}


def _sure(table):
    """Of the longest completion: is each network too sure, too unsure, or neither?"""
    rows = rows_of(table)
    sides = compared(rows)
    length = int(table["length"].iloc[0])
    said = grouped(
        sides,
        {
            1: ("is too sure", "are too sure"),
            -1: ("is too unsure", "are too unsure"),
            0: (
                "is neither too sure nor too unsure, as far as this tells",
                "are neither too sure nor too unsure, as far as this tells",
            ),
        },
        lambda n: f"{tex_title(n)} ({nats(rows[n].excess)} {interval(rows[n].low, rows[n].high)})",
    )
    numbers = {name: (row.excess, row.low, row.high) for name, row in rows.items()}
    text = f"over all {length} pixels, in nats per image, {said}"
    return Claim("sure", len(sides[1]) == len(rows), sentence(text), numbers)


def _lengths(table):
    """In how many of all the intervals, of each network and length, truth and samples differ."""
    sides = compared(
        {
            (row.model, row.length): row
            for _, part in table.groupby("length")
            for row in rows_of(part).values()
        }
    )
    above, below, number = len(sides[1]), len(sides[-1]), len(table)
    text = (
        f"of all {number} intervals, {above} {'lies' if above == 1 else 'lie'} above zero and "
        f"{below} below"
    )
    return Claim("lengths", not below, sentence(text), {"above": above, "below": below})
