"""Sentences on in-painted pixels: true for whatever the results are."""

import numpy as np

from ..analysis.gaps import GAPS
from ..analysis.intervals import mean_over_images
from ..analysis.pixel_costs import PREDICTED
from .claims import Claim, listing, percent, sentence, tex_title
from .prediction_claims import compared, grouped, interval, named, nats, spread

KINDS = {"pixel": "a single pixel", "patch": "a whole patch"}
PLURALS = {"pixel": "single pixels", "patch": "patches"}
STANDARD = "neighbours"  # the rival that gains are measured by, in tabulate_inpainting


def inpainting_claims(table, trust, gaps, test):
    """{name: Claim}. table, trust: of tabulate_inpainting; gaps: {network: its table, a row a gap};
    test: {model: nats (seeds, n) of the test images}, the gaps being of the first seed's network.
    """
    networks = list(gaps)
    claims = [
        *(_restored(kind, table[table["gap"] == kind], networks) for kind in KINDS),
        _gain(table, networks),
        _expected_gain(table, networks, test),
        *(_sure(kind, trust, networks) for kind in KINDS),
        _sign(trust, networks),
        _cost(trust, networks),
        _images(gaps, test),
        _routes(gaps, test),
    ]
    return {claim.name: claim for claim in claims}


def _restored(kind, table, networks):
    """Who restores most gaps of a kind, and which networks restore more than the standard."""
    rows = {row.model: row for row in table.itertuples()}
    best = max(rows, key=lambda name: rows[name].whole_share)
    least = min(rows, key=lambda name: rows[name].whole_share)
    text = (
        f"{KINDS[kind]} is restored most often by {named(best)} "
        f"({percent(rows[best].whole_share)}), least often by {named(least)} "
        f"({percent(rows[least].whole_share)})"
    )
    renamed = table.rename(columns={"whole_gain_low": "low", "whole_gain_high": "high"})
    sides = compared({row.model: row for row in renamed.itertuples() if row.model in networks})
    standard = named(STANDARD)
    gains = grouped(
        sides,
        {
            1: (f"restores more than {standard}", f"restore more than {standard}"),
            -1: (f"restores fewer than {standard}", f"restore fewer than {standard}"),
            0: (f"is not told apart from {standard}", f"are not told apart from {standard}"),
        },
        lambda n: f"{tex_title(n)} (${100 * rows[n].whole_gain:+.1f}$)",
    )
    text += f". {gains}"
    numbers = {name: float(row.whole_share) for name, row in rows.items()}
    return Claim(f"restored_{kind}", best in networks, sentence(text), numbers)


def _gain(table, networks):
    """Whether the true fillings cost each network less than the neighbours' counts."""
    found = table[table["model"].isin(networks)]
    found = found.rename(columns={"gain_low": "low", "gain_high": "high"})
    rows = {(row.model, row.gap): row for row in found.itertuples()}
    sides = compared(rows)
    told = {side: _pairs(sides[side], rows) for side in (1, -1)}
    text = (
        f"in {len(sides[1])} of the {len(rows)} pairs of network and kind of gap the true filling "
        f"costs the network less than {named(STANDARD)}{told[1]}, in {len(sides[-1])} "
        f"more{told[-1]}, in {len(sides[0])} the interval of the difference holds zero"
    )
    numbers = {f"{name}, {gap}": (row.gain, row.low, row.high) for (name, gap), row in rows.items()}
    return Claim("gain", len(sides[1]) == len(rows), sentence(text), numbers)


def _pairs(pairs, rows):
    """Which these pairs of a network and a kind of gap are, and by how much: " (GRU 32, patches: by
    0.05 nats [0.01, 0.10])", or ""."""
    said = [
        f"{tex_title(pair[0])}, {PLURALS[pair[1]]}: by {abs(rows[pair].gain):.2f} nats "
        + interval(*sorted((abs(rows[pair].low), abs(rows[pair].high))))
        for pair in pairs
    ]
    return f" ({'; '.join(said)})" if said else ""


def _expected_gain(table, networks, test):
    """What a gap would gain if its pixels were like an image's average ones, beside what the
    intervals can tell."""
    leads = {name: float((test[STANDARD][0] - test[name][0]).mean()) for name in networks}
    best = max(leads, key=leads.get)
    pixel = leads[best] / PREDICTED
    found = table[table["model"].isin(networks)]
    halves = {
        kind: ((rows["gain_high"] - rows["gain_low"]) / 2).tolist()
        for kind, rows in found.groupby("gap")
    }
    sizes = {kind: rows * columns for kind, (rows, columns) in GAPS.items()}
    expected = {kind: size * pixel for kind, size in sizes.items()}
    seen = all(expected[kind] > 2 * max(halves[kind]) for kind in sizes)
    reach = [spread(halves[kind], 2) for kind in sizes]
    gained = listing([f"{value:.2f}" for value in expected.values()])
    text = (
        f"over whole images {tex_title(best)} is ahead of {named(STANDARD)} by {leads[best]:.1f} "
        f"nats, or {pixel:.4f} a pixel. That need not carry over to gaps, around which all know "
        f"the pixels after, too; with intervals that reach {listing(reach)} to either side, as "
        f"much for each missing pixel, {gained} nats, would be {'seen' if seen else 'missed'}"
    )
    return Claim("expected_gain", seen, sentence(text), {"lead": leads[best], **expected})


def _measure(trust, name, kind, models):
    """{model: its row} of a measure of the table of trust."""
    rows = trust[(trust["name"] == name) & (trust["gap"] == kind)]
    return {row.model: row for row in rows.itertuples() if row.model in models}


def _sure(kind, trust, networks):
    """Is the share restored what the probability of the most probable filling says?"""
    found = _measure(trust, "share", kind, [*networks, STANDARD])
    sides = compared(found)
    clauses = {
        -1: ("restores fewer than it says", "restore fewer than they say"),
        1: ("restores more than it says", "restore more than they say"),
        0: ("is not told apart from right", "are not told apart from right"),
    }
    for side, (_, several) in clauses.items():
        if sides[side] == [STANDARD]:  # they are several
            clauses[side] = several, several
    text = grouped(sides, clauses, lambda n: f"{named(n)} ({_in_points(found[n])})")
    numbers = {name: (row.value, row.low, row.high) for name, row in found.items()}
    return Claim(f"sure_{kind}", not sides[-1], sentence(text), numbers)


def _in_points(row):
    """The interval in points, with as many digits as no end but zero needs to be shown as zero."""
    ends = 100 * row.low, 100 * row.high
    digits = 1 if all(end == 0 or abs(end) >= 0.05 for end in ends) else 2
    return interval(*ends, digits)


def _sign(trust, networks):
    """On which side of right the networks' shares lie, told apart or not."""
    found = [
        row.value for kind in KINDS for row in _measure(trust, "share", kind, networks).values()
    ]
    below = sum(value < 0 for value in found)
    text = (
        f"of these {len(found)} estimates of networks, {below} lie below zero (they share images, "
        "and so are no independent findings)"
    )
    return Claim("sign", below == 0, sentence(text), {"below": below, "estimates": len(found)})


def _cost(trust, networks):
    """Does the true filling cost what the posterior expects, its entropy?"""
    found = {
        (name, kind): row
        for kind in KINDS
        for name, row in _measure(trust, "cost", kind, [*networks, STANDARD]).items()
    }
    sides = compared(found)
    words = {
        1: "the true filling costs more than the entropy (too sure) for",
        -1: "the true filling costs less than the entropy (too unsure) for",
    }
    said = []
    for side, word in words.items():
        if sides[side]:
            pairs = [
                f"{PLURALS[kind]} by {named(name)} ({nats(found[name, kind].value)} "
                f"{interval(found[name, kind].low, found[name, kind].high)})"
                for name, kind in sides[side]
            ]
            said.append(f"{word} {listing(pairs)}")
    if sides[0]:
        said.append(f"in {len(sides[0])} of the {len(found)} cases the two are not told apart")
    text = "; ".join(said)
    numbers = {f"{n}, {k}": (row.value, row.low, row.high) for (n, k), row in found.items()}
    return Claim("cost", not sides[1], sentence(text), numbers)


def _images(gaps, test):
    """Whether the images with a gap, the true filling in it, cost what all test images do: a gap
    changes nothing about an image but which of its pixels are known."""
    costs, apart = {}, {}
    for name, rows in gaps.items():
        whole = test[name][0]
        for kind in KINDS:
            chosen = rows[rows["gap"] == kind]
            key = f"{name}, {kind}"
            costs[key] = [float(chosen[f"image_{what}"].mean()) for what in ("truth", "best")]
            apart[key] = mean_over_images(chosen["image_truth"] - whole.mean())
            costs[key].append(float(whole.mean()))
    sides = compared(apart)
    cheapest = min(gaps, key=lambda name: test[name][0].mean())
    (pixel, pixel_best, all_images), (patch, patch_best, _) = (
        costs[f"{cheapest}, {kind}"] for kind in KINDS
    )
    text = (
        f"under {tex_title(cheapest)} the images with one missing pixel cost {pixel:.1f} nats in "
        f"the mean with the true filling and {pixel_best:.1f} with the most probable one, those "
        f"with a missing patch {patch:.1f} and {patch_best:.1f}, and all test images "
        f"{all_images:.1f}; the true fillings' mean is told apart from that of all test images in "
        f"{len(apart) - len(sides[0])} of the {len(apart)} pairs of network and kind of gap"
    )
    return Claim("images", not (sides[1] or sides[-1]), sentence(text), costs)


def _routes(gaps, test):
    """Two routes to the nats of the same images: of all pixels in one, by the stock layers, and of
    the true filling among the others, by our steps in numpy."""
    apart = max(
        float(np.abs(rows["image_truth"] - test[name][0][rows["image"]]).max())
        for name, rows in gaps.items()
    )
    largest = max(float(rows["image_truth"].max()) for rows in gaps.values())
    close = apart < 0.01
    text = (
        f"over all gaps and networks, the two differ by at most {apart:.1g} nats of up to "
        f"{largest:.0f}"
    )
    text += "" if close else ", more than rounding explains"
    return Claim("routes", close, sentence(text), {"apart": apart, "largest": largest})
