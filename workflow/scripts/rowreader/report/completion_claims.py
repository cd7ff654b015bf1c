"""Sentences on completed images: true for whatever the results are."""

from ..analysis.intervals import CONFIDENCE
from .claims import Claim, listing, sentence, tex_title
from .prediction_claims import compared, grouped, interval, nats


def completion_claims(table):
    """{name: Claim} of the table of tabulate_completions."""
    longest = table["length"].max()
    claims = [_sure(table[table["length"] == longest]), _lengths(table), _told_apart(table)]
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
    """How the sign of truth minus samples goes with the length."""
    networks = table["model"].nunique()
    cheaper = {
        int(length): int((rows["excess"] < 0).sum()) for length, rows in table.groupby("length")
    }
    (length, count), *others = cheaper.items()
    first = f"{count} of the {networks} networks over {_pixels(length)}"
    counts = listing([first, *(f"{count} over {length}" for length, count in others)])
    text = f"in the mean the truth costs less than the samples for {counts}"
    shares = [count / networks for count in cheaper.values()]
    same = min(shares) == max(shares) and shares[0] in (0, 1)
    if same:
        text += ": the sign is the same at every length"
    elif min(shares) < 0.5 < max(shares):
        text += ": the sign depends on the length"
    return Claim("lengths", same, sentence(text), cheaper)


def _told_apart(table):
    """Which of all the intervals, of each network and length, leave out zero."""
    rows = {
        (row.model, row.length): row
        for _, part in table.groupby("length")
        for row in rows_of(part).values()
    }
    sides = compared(rows)
    number, found = len(rows), len(rows) - len(sides[0])
    verb = "leaves" if found == 1 else "leave"
    text = f"of all {number} intervals, {found or 'none'} {verb} out zero"
    words = {1: "above", -1: "below"}
    said = [f"{word} it {_placed(sides[side])}" for side, word in words.items() if sides[side]]
    text += f" ({'; '.join(said)})" if said else ""
    text += f"; chance alone would make about {(1 - CONFIDENCE) * number:.0f} do so"
    numbers = {"above": len(sides[1]), "below": len(sides[-1]), "intervals": number}
    return Claim("told_apart", not sides[-1], sentence(text), numbers)


def _placed(pairs):
    """Where these pairs of a network and a length are: "GRU 32 and GRU 64 over 1 pixel, ..."."""
    lengths = {}
    for name, length in pairs:
        lengths.setdefault(length, []).append(tex_title(name))
    return ", ".join(
        f"{listing(names)} over {_pixels(length)}" for length, names in lengths.items()
    )


def _pixels(length):
    return f"{length} pixel{'s' * (length != 1)}"
