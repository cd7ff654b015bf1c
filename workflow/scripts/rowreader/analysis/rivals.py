"""The simple rivals of the pixel predictors: what an hour of training must beat. Numpy only."""

import functools

from . import neighbours
from .pixel_costs import image_costs

CANDIDATES = (10, 12, 14, 16)
"""Numbers of neighbours. More go on to cost less, but the table doubles with each."""


def fit_rivals(train, validation):
    """Return {name: (a function from images to log-odds, see image_costs; parameters)}: by the
    frequency of ink at each place, and by counts over the nearest causal neighbours, of which
    there are as many as cost least on the validation images. Images: (n, rows, columns)."""
    tables = [neighbours.fit(train, number) for number in CANDIDATES]
    ways = [functools.partial(neighbours.logits, table) for table in tables]
    costs = [image_costs(way, validation).mean() for way in ways]
    best = costs.index(min(costs))
    frequencies = neighbours.frequencies(train)
    return {
        "frequency": (
            functools.partial(neighbours.frequency_logits, frequencies),
            frequencies.size,
        ),
        "neighbours": (ways[best], tables[best].size),
    }
