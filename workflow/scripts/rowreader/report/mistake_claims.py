"""What follows from published numbers, and whether published mistakes explain them. See claims.py
and published.py."""

import math

from ..data.images import COLUMNS, ROWS
from . import published
from .claims import Claim
from .prediction_claims import spread

BEYOND = 2  # standard errors


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
    predictions seem to cost what was published, when the mistakes are made on them?

    Both are means over as many images, but other ones. The published ones come without an error:
    they are taken to spread as ours do, so that a difference has sqrt(2) times our error.
    """
    first, both = (_differences(table) for table in (aligned, shifted))
    if not both:
        return {"mistake": Claim("mistake", False, "", {})}
    text = "; ".join(
        f"with {what} they differ by up to {max(abs(gap) for gap, _ in found.values()):.1f} nats, "
        f"{_beyond(found)} of the {len(found)} by more than {BEYOND} standard errors"
        for what, found in (("the first mistake alone", first), ("both", both))
    )
    errors = [error for _, error in both.values()]
    close = _beyond(both) == 0
    text = (
        "What our networks seem to cost is held against the published costs of the network of the "
        f"same size: {text}. (By the choice of {published.IMAGES} images a difference has a "
        f"standard error of {spread(errors, 1)} nats, if published costs spread as ours do.)"
    )
    text += (
        " So the two mistakes are enough to explain costs of that size."
        if close
        else " So the two mistakes alone do not explain those numbers."
    )
    numbers = {"logit": first, "logit and labels": both}
    return {"mistake": Claim("mistake", close, text, numbers)}


def _beyond(found):
    """How many of the differences are larger than chance makes them."""
    return sum(abs(gap) > BEYOND * error for gap, error in found.values())


def _differences(table):
    """{"network, sum": (how many nats more the mistaken cost is than the published one, and the
    standard error)}."""
    costs = {"known": published.KNOWN_COSTS, "completed": published.COMPLETED_COSTS}
    return {
        f"{row.model}, {row.read}": (
            row.mistaken - costs[row.read][row.model],
            math.sqrt(2) * row.standard_error,
        )
        for row in table.itertuples()
        if row.model in costs[row.read]
    }
