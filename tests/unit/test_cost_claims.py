"""Sentences on what accuracy costs: true for whatever the results are."""

from rowreader.report.cost_claims import cost_claims
from test_claims import BAD, GOOD, WHOLE, runs


def texts(accuracies):
    """The costs of `runs`: multiplications grow with a name's length, parameters are its own."""
    return {name: c.text for name, c in cost_claims(runs(accuracies, 0), "gru-32").items()}


def test_a_dearer_network_that_is_no_better_is_matched_by_a_cheaper_one():
    assert (
        "No row reader is matched by a cheaper one"
        in texts({"gru-32": 0.9, "gru-128": 0.95})["dominated"]
    )
    assert (
        "GRU 128 is matched by a cheaper row reader"
        in texts({"gru-32": 0.95, "gru-128": 0.9})["dominated"]
    )
    wasteful = texts({"gru-32": 0.95, "gru-128": 0.9, "lstm-32": 0.9})["dominated"]
    assert "GRU 128 and LSTM 32 are matched by a cheaper" in wasteful
    assert wasteful.endswith("That leaves GRU 32.")


def test_costs_are_judged_by_what_the_seeds_tell_apart():
    table = runs({"gru-32": 0.95, "gru-128": 0.951, "convolutional": 0.952}, 0.01)
    made = cost_claims(table, "gru-32")
    assert "GRU 128 is matched by a cheaper row reader" in made["dominated"].text
    assert "that is level with convolutions" in made["as_accurate"].text
    assert "is GRU 32 (" in made["as_accurate"].text


def test_the_price_of_the_most_accurate():
    text = texts({"gru-32": 0.9, "gru-128": 0.95})["price"]
    assert "from 10.00\\,\\% to 5.00\\,\\% for 1.2 times the multiplications" in text
    text = texts({"gru-32": 0.95, "gru-128": 0.9})["price"]
    assert text == "The cheapest, GRU 32, is also the most accurate in the mean."


def test_row_readers_beside_the_best_whole_image_model():
    text = texts(GOOD | WHOLE)["as_accurate"]
    said = (
        "level with convolutions (1.50\\,\\%) or better is GRU 128 (1.00\\,\\%), for 0.54 times the"
    )
    assert said in text
    assert texts(BAD | WHOLE)["as_accurate"].startswith("No row reader is level with conv")
    assert "needs 0.46 times the multiplications of convolutions" in texts(GOOD | WHOLE)["cost"]


def test_being_level_is_not_transitive():
    """GRU 32 is level with GRU 128, which is level with the convolutions; it is not itself."""
    table = runs({"gru-32": 0.9, "gru-128": 0.9, "convolutional": 0.9})
    table["test_accuracy"] = [0.93, 0.94, 0.95, 0.945, 0.955, 0.965, 0.96, 0.97, 0.98]
    text = cost_claims(table, "gru-32")["as_accurate"].text
    assert "or better is GRU 128" in text
    assert "GRU 32, though level with GRU 128 or better, is not: being level is not" in text
