"""What follows from published numbers, and whether published mistakes explain them. See claims.py
and published.py."""

import math

from ..data.images import COLUMNS, ROWS
from . import published
from .claims import Claim, percent

CLOSE = 0.05  # of the published costs


def published_restored(kind, missing):
    """What a published share of right pixels, of all of an image, says of the `missing` ones if all
    others are right: (share, low, high, standard error).

    low, high: by the rounding of the published share. The error is the largest there can be, of
    pixels that are right or wrong together in each gap.
    """
    pixels = ROWS * COLUMNS / missing
    share = 1 - (1 - published.INPAINTED_RESTORED[kind]) * pixels
    half = 0.5 * 10**-published.RESTORED_DIGITS * pixels
    error = math.sqrt(share * (1 - share) / published.INPAINTED_IMAGES)
    return share, share - half, min(share + half, 1.0), error


def mistake_claims(aligned, shifted):
    """{name: Claim} of the two tables of repeat_mistake, each of all networks: do our own
    predictions seem to cost what was published, when the mistakes are made on them?"""
    first, both = (_differences(table) for table in (aligned, shifted))
    if not both:
        return {"mistake": Claim("mistake", False, "", {})}
    largest = [max(map(abs, found.values())) for found in (first, both)]
    close = largest[1] < CLOSE
    text = (
        "With the probability for the logit, what our networks seem to cost differs from the "
        f"published costs of the same size by at most {percent(largest[0])}; with the labels "
        f"shifted as well, by at most {percent(largest[1])}"
    )
    text += (
        ": the two mistakes make costs of that size."
        if close
        else ": the two mistakes alone do not explain those numbers."
    )
    numbers = {"logit": first, "logit and labels": both}
    return {"mistake": Claim("mistake", close, text, numbers)}


def _differences(table):
    """{"network, sum": how much more the mistaken cost is than the published one, as a share}."""
    costs = {"known": published.KNOWN_COSTS, "completed": published.COMPLETED_COSTS}
    return {
        f"{row.model}, {row.read}": row.mistaken / costs[row.read][row.model] - 1
        for row in table.itertuples()
        if row.model in costs[row.read]
    }
