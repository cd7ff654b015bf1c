"""Sentences on completed images: true for whatever the results are."""

import numpy as np

from ..analysis.completion import choose_examples, hole_counts, overlaps
from ..analysis.intervals import CONFIDENCE, mean_over_images, verdict
from ..data.images import COLUMNS, ROWS
from .claims import Claim, listing, percent, sentence, tex_title
from .prediction_claims import compared, grouped, interval, nats


def completion_claims(table, completions, shown):
    """{name: Claim} of the table of tabulate_completions; completions: {network: arrays of
    complete_images}; shown: the network whose pictures are shown."""
    longest = table["length"].max()
    claims = [
        _sure(table[table["length"] == longest]),
        _together(completions),
        _lengths(table),
        _told_apart(table),
        _examples(completions[shown]),
        _holes(completions[shown], shown),
    ]
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
            0: ("is not told apart from right", "are not told apart from right"),
        },
        lambda n: f"{tex_title(n)} ({nats(rows[n].excess)} {interval(rows[n].low, rows[n].high)})",
    )
    numbers = {name: (row.excess, row.low, row.high) for name, row in rows.items()}
    text = f"over all {length} pixels, in nats per image, {said}"
    return Claim("sure", len(sides[1]) == len(rows), sentence(text), numbers)


def _together(completions):
    """The mean of the networks' excesses over all unknown pixels, paired by image."""
    excesses = [
        arrays["true_nats"].sum(-1, dtype=float)
        - arrays["sample_nats"].sum(-1, dtype=float).mean(-1)
        for arrays in completions.values()
    ]
    if len(excesses) < 2:
        return Claim("together", False, "", {})
    mean = mean_over_images(np.mean(excesses, axis=0))
    side = verdict(mean.low, mean.high)
    text = f"the mean over the {len(excesses)} networks is {nats(mean.mean)}"
    text += f" {interval(mean.low, mean.high)}"
    words = {1: "if anything, they are too sure", -1: "if anything, they are too unsure"}
    text += f": {words[side]}" if side else ", an interval that holds zero"
    numbers = {"mean": mean.mean, "low": mean.low, "high": mean.high}
    return Claim("together", side == -1, sentence(text), numbers)


def _examples(arrays):
    """What truth and samples cost of the best and of the worst completed image, and how well the
    samples of all images overlap with the truth."""
    truth = arrays["pixels"][:, int(arrays["known"]) :]
    chosen, overlap = choose_examples(arrays["drawn"], truth), overlaps(arrays["drawn"], truth)
    costs = {
        kind: (
            float(arrays["true_nats"][chosen[kind]].sum()),
            float(arrays["sample_nats"][chosen[kind]].sum(-1).mean()),
            int(arrays["labels"][chosen[kind]]),
        )
        for kind in ("best", "worst")
    }
    (best, _), (worst, _) = said = [
        (f"a {label}, costs {true:.1f} nats, and its samples {samples:.1f}", true > samples)
        for true, samples, label in costs.values()
    ]
    low, middle, high = np.quantile(overlap, [0.25, 0.5, 0.75])
    text = (
        f"the truth of the worst completed, {worst}; that of the best, {best}. The "
        f"overlap of samples and truth is {overlap.mean():.2f} in the mean over the {len(overlap)} "
        f"images, and in the middle half of them from {low:.2f} to {high:.2f}"
    )
    numbers = costs | {"overlap": float(overlap.mean()), "median": float(middle)}
    return Claim("examples", said[1][1] and not said[0][1], sentence(text), numbers)


def _holes(arrays, shown):
    """In how many samples of images whose true ink has a hole that known ink alone does not close
    there is one, and in how many of the images without; and in how many of the worst completed."""
    known, drawn = arrays["pixels"][:, : int(arrays["known"])], arrays["drawn"]
    number, samples = drawn.shape[:2]
    before = np.repeat(known[:, None], samples, axis=1)
    completed = np.concatenate([before, drawn], axis=2).reshape(-1, ROWS, COLUMNS)
    true = hole_counts(arrays["pixels"].reshape(-1, ROWS, COLUMNS)) > 0
    unknown = ((0, 0), (0, drawn.shape[2]))
    given = hole_counts(np.pad(known, unknown).reshape(-1, ROWS, COLUMNS)) > 0
    closed = (hole_counts(completed) > 0).reshape(number, samples)
    worst = choose_examples(drawn, arrays["pixels"][:, int(arrays["known"]) :])["worst"]
    numbers = {"images": int(true.sum()), "worst": int(closed[worst].sum())}
    to_close, without = true & ~given, ~true & ~given
    if not (to_close.any() and without.any()):
        return Claim("holes", False, "", numbers)
    numbers |= {"with": float(closed[to_close].mean()), "without": float(closed[without].mean())}
    has = "a hole" if true[worst] else "no hole"
    text = (
        f"the true ink of the worst has {has}; samples that have one: {numbers['worst']} of "
        f"{samples}. Of all images, {numbers['images']} have a hole, blank that ink closes off; in "
        f"{(true & given).sum()} of them known ink closes one. {tex_title(shown)} closes one in "
        f"{percent(numbers['with'], 0)} of the samples of the other {to_close.sum()}, and in "
        f"{percent(numbers['without'], 0)} of those of images without"
    )
    return Claim("holes", numbers["with"] > numbers["without"], sentence(text), numbers)


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
