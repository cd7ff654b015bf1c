"""Sentences on in-painted pixels: true for whatever the results are."""

import numpy as np

from ..analysis.intervals import mean_over_images
from .claims import Claim, percent, sentence, tex_title
from .prediction_claims import compared, grouped, interval
from .titles import RIVALS

KINDS = {"pixel": "a single pixel", "patch": "a whole patch"}
STANDARD = "neighbours"  # the rival that gains are measured by, in tabulate_inpainting


def inpainting_claims(table, gaps, test):
    """{name: Claim}. table: of tabulate_inpainting; gaps: {network: its table, a row a gap}; test:
    {network: nats (seeds, n) of the test images}, the gaps being of the first seed's network."""
    networks = list(gaps)
    claims = [
        *(_restored(kind, table[table["gap"] == kind], networks) for kind in KINDS),
        _gain(table, networks),
        *(_sure(kind, gaps) for kind in KINDS),
        _images(gaps, test),
        _routes(gaps, test),
    ]
    return {claim.name: claim for claim in claims}


def _named(name):
    return f"the {RIVALS[name]}" if name in RIVALS else tex_title(name)


def _restored(kind, table, networks):
    """Who restores most gaps of a kind, and which networks restore more than the standard."""
    rows = {row.model: row for row in table.itertuples()}
    best = max(rows, key=lambda name: rows[name].whole_share)
    least = min(rows, key=lambda name: rows[name].whole_share)
    text = (
        f"{KINDS[kind]} is restored most often by {_named(best)} "
        f"({percent(rows[best].whole_share)}), least often by {_named(least)} "
        f"({percent(rows[least].whole_share)})"
    )
    renamed = table.rename(columns={"whole_gain_low": "low", "whole_gain_high": "high"})
    sides = compared({row.model: row for row in renamed.itertuples() if row.model in networks})
    standard = _named(STANDARD)
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
    text = (
        f"in {len(sides[1])} of the {len(rows)} pairs of network and kind of gap the true filling "
        f"costs the network less than {_named(STANDARD)}, in {len(sides[-1])} more, in "
        f"{len(sides[0])} the interval of the difference holds zero"
    )
    numbers = {f"{name}, {gap}": (row.gain, row.low, row.high) for (name, gap), row in rows.items()}
    return Claim("gain", len(sides[1]) == len(rows), sentence(text), numbers)


def _sure(kind, gaps):
    """Is the share restored what the probability of the most probable filling says?"""
    found = {}
    for name, table in gaps.items():
        rows = table[table["gap"] == kind]
        found[name] = mean_over_images(rows["whole"] - np.exp(-rows["best"]))
    sides = compared(found)
    text = grouped(
        sides,
        {
            -1: ("restores fewer than it says", "restore fewer than they say"),
            1: ("restores more than it says", "restore more than they say"),
            0: ("is not told apart from right", "are not told apart from right"),
        },
        lambda n: f"{tex_title(n)} ({interval(100 * found[n].low, 100 * found[n].high, 1)})",
    )
    numbers = {name: (mean.mean, mean.low, mean.high) for name, mean in found.items()}
    return Claim(f"sure_{kind}", not sides[-1], sentence(text), numbers)


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
