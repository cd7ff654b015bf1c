"""The homework's word limits hold whatever the results are: the longest text of every claim."""

import numpy as np
import pytest
import test_whole_image_claims as whole
import traces as traced
from rowreader.report.cost_claims import cost_claims
from rowreader.report.decision_claims import example_claim
from rowreader.report.latex import render
from test_claims import BAD, GOOD, TEMPLATES, WHOLE, runs

from tests.prose import LIMITS, prose


def outcomes():
    """Claims of networks that are opposite, level or odd."""
    quiet = traced.trace(changes=traced.trace()["changes"] / 4)
    units = np.tile(np.linspace(0.2, 0.9, 32), (traced.STEPS, 1))
    for one in (
        traced.trace(),
        traced.opposite(),
        traced.trace(c_onward=traced.ROWS[:2]),
        traced.trace(f_by_unit=units, i_by_unit=units),
        traced.reacting(0.1, 0.2, -0.3),
        traced.reacting(-0.1, 0.2, 0.3),
    ):
        yield traced.claims_of(one, quiet)
        yield traced.claims_of(quiet, one)
        yield example_claim(one | {"examples": [0]})
    for accuracies in (GOOD | WHOLE, BAD | WHOLE, dict.fromkeys(GOOD | WHOLE, 0.96)):
        for half in (0.001, 1):
            yield whole.question_3(accuracies, half)
        for shifts in (whole.STURDY, whole.FRAGILE):
            lost = dict.fromkeys(accuracies, [0.02, 0.08, 0.05, 0.05]) | {"convolutional": shifts}
            for early in (0.3, 0.9):
                yield whole.question_3(accuracies, early=early, shifts=lost)
        yield cost_claims(runs(accuracies), "gru-32")


@pytest.mark.parametrize("part", ["analysis", "gates"])
def test_the_longest_texts_keep_the_limits(part):
    longest = {}
    for made in outcomes():
        for name, claim in made.items():
            longest[name] = max(longest.get(name, ""), claim.text, key=lambda t: len(prose(t)))
    values = {
        "claims": longest,
        "settings": {"seeds": [0, 1, 2], "test": 10000},
        "thousands": str,
        "analysis": dict.fromkeys(["seed", "last", "images", "probe_images", "penalty", "cut"], 5),
        "states": "GRU 128",
        "gates": "LSTM 128",
        "shift": 2,
        **dict.fromkeys(["robustness_table", "last_rows_table", "gates_table"], ""),
    }
    words = len(prose(render(TEMPLATES, f"{part}.tex.jinja", values)))
    assert LIMITS[part] / 2 < words <= LIMITS[part]
