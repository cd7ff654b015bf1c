"""Sentences on what accuracy costs: true for whatever the results are."""

from rowreader.report.cost_claims import cost_claims
from test_claims import BAD, GOOD, WHOLE, runs


def texts(accuracies):
    """The costs of `runs`: multiplications grow with a name's length, parameters are its own."""
    return {name: c.text for name, c in cost_claims(runs(accuracies, 0), "gru-32").items()}


def test_a_dearer_network_that_is_no_better_pays_for_nothing():
    assert "none pays for nothing" in texts({"gru-32": 0.9, "gru-128": 0.95})["dominated"]
    assert "GRU 128 pays for nothing" in texts({"gru-32": 0.95, "gru-128": 0.9})["dominated"]
    wasteful = texts({"gru-32": 0.95, "gru-128": 0.9, "lstm-32": 0.9})["dominated"]
    assert "GRU 128 and LSTM 32 pay for nothing" in wasteful


def test_the_price_of_the_most_accurate():
    text = texts({"gru-32": 0.9, "gru-128": 0.95})["price"]
    assert "from 10.00\\,\\% to 5.00\\,\\% for 1.2 times the multiplications" in text
    text = texts({"gru-32": 0.95, "gru-128": 0.9})["price"]
    assert text == "The cheapest, GRU 32, is also the most accurate in the mean."


def test_row_readers_beside_the_best_whole_image_model():
    text = texts(GOOD | WHOLE)["as_accurate"]
    assert "than convolutions (1.50\\,\\%) is GRU 128, for 0.54 times the multiplications" in text
    assert texts(BAD | WHOLE)["as_accurate"].startswith("No row reader has as low a mean error as")
    assert "needs 0.46 times the multiplications of convolutions" in texts(GOOD | WHOLE)["cost"]
