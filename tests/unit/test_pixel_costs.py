"""What images cost under a model of pixels, and the simple rivals of the networks."""

import itertools

import keras
import numpy as np
import pandas
import pytest
import tensorflow as tf
from comparing import precision, randomize
from defaults import MODELS
from evaluate_predictor import next_logits
from rowreader.analysis import neighbours, pixel_costs
from rowreader.analysis.pixel_costs import cost_row, evaluated, image_costs, load_costs
from rowreader.analysis.rivals import CANDIDATES, fit_rivals
from rowreader.networks.predictor import build_predictor
from rowreader.run.errors import UserError
from rowreader.run.files import save_arrays, save_table
from rowreader.training.objectives import next_pixel_cross_entropy

ALL = np.array(list(itertools.product([0, 1], repeat=6)), np.uint8).reshape(-1, 2, 3)


@pytest.fixture(scope="module")
def network():
    with precision("float64"):
        model = build_predictor("gru-2x3", MODELS, "chrono", 6)
        randomize(model, 1)
    return lambda images: next_logits(model, images)


def test_an_image_costs_what_the_chain_rule_says(network):
    # By another route: the probability of each pixel from a reading of those before it alone,
    # blank from there on, and the product of these probabilities.
    product = np.ones(len(ALL))
    for t in range(1, 6):
        seen = ALL.reshape(-1, 6) * (np.arange(6) < t)
        p = 1 / (1 + np.exp(-network(seen.astype(np.uint8))[:, t - 1]))
        product *= np.where(ALL.reshape(-1, 6)[:, t] == 1, p, 1 - p)
    np.testing.assert_allclose(np.exp(-image_costs(network, ALL)), product, rtol=1e-6)


def test_the_probabilities_of_all_images_with_the_same_first_pixel_add_up_to_one(network):
    found = np.exp(-image_costs(network, ALL))
    for first in (0, 1):
        assert found[ALL[:, 0, 0] == first].sum() == pytest.approx(1, abs=1e-6)


def test_the_evaluation_costs_what_the_training_loss_says(network):
    last = np.zeros((len(ALL), 1))
    logits = np.concatenate([network(ALL), last], 1)[..., None]
    loss = next_pixel_cross_entropy(ALL.reshape(-1, 6, 1), tf.constant(logits, tf.float64))
    np.testing.assert_allclose(image_costs(network, ALL) / 5, loss, rtol=1e-6)


def test_a_known_source_costs_its_entropy_and_only_logits_say_so():
    # A quarter of the predicted pixels is ink: by the logit of 1/4 an image costs the entropy. The
    # probability itself, taken for a logit, costs more: a published report made that mistake.
    images = np.zeros((3, 3, 7), np.uint8)
    images.reshape(3, -1)[:, 1:6] = 1
    entropy = -20 * (0.25 * np.log(0.25) + 0.75 * np.log(0.75))

    def says(value):
        return lambda batch: np.full((len(batch), 20), value)

    np.testing.assert_allclose(image_costs(says(np.log(1 / 3)), images), entropy)
    assert (image_costs(says(0.25), images) > 1.3 * entropy).all()


def test_costs_do_not_depend_on_the_batches(network, monkeypatch):
    whole = image_costs(network, ALL)
    monkeypatch.setattr(pixel_costs, "BATCH", 7)
    np.testing.assert_allclose(image_costs(network, ALL), whole, rtol=1e-6)


def test_a_row_has_the_means_and_their_standard_error():
    row = cost_row("gru-1", 4, 9, "test", np.array([783.0, 3 * 783.0]))
    assert (row["images"], row["nats_per_image"], row["nats_per_pixel"]) == (2, 1566, 2)
    assert row["standard_error"] == pytest.approx(783)
    assert np.isnan(cost_row("gru-1", 4, 9, "test", np.ones(1))["standard_error"])


def test_of_many_training_images_ten_thousand_from_first_to_last_are_evaluated():
    images = np.arange(55_000)
    found = evaluated("train", images)
    assert len(set(found)) == len(found) == 10_000 and (found[0], found[-1]) == (0, 54_999)
    assert len(evaluated("test", images)) == 55_000 and len(evaluated("train", images[:9])) == 9


def saved(folder, **changes):
    costs = {part: np.array([70.0, 72.0]) for part in ("train", "validation", "test")}
    rows = [cost_row("gru-1", 0, 9, part, values) for part, values in costs.items()]
    rows[-1] |= changes
    save_table(folder / "table.csv", pandas.DataFrame(rows))
    save_arrays(folder / "test.npz", nats=costs["test"][None])
    return load_costs(folder / "table.csv", folder / "test.npz", "evaluate_predictor")


def test_an_evaluation_that_contradicts_itself_is_no_result(tmp_path):
    assert list(saved(tmp_path)["nats_per_image"]) == [71, 71, 71]
    with pytest.raises(UserError, match="table.csv is damaged .its test costs are not those of"):
        saved(tmp_path, nats_per_image=71.1)
    with pytest.raises(UserError, match="does not cost what its 783 pixels do"):
        saved(tmp_path, nats_per_pixel=0.09)


def digits(number, seed):
    """Images with structure: each row repeats the one above but for a few pixels."""
    rng = np.random.default_rng(seed)
    images = np.repeat(rng.integers(0, 2, (number, 1, 28), np.uint8), 28, axis=1)
    return images ^ (rng.random(images.shape) < 0.02).astype(np.uint8)


def test_the_neighbours_are_as_many_as_cost_least_on_validation_images():
    train, validation = digits(60, 0), digits(40, 1)
    rivals = fit_rivals(train, validation)
    costs = {
        number: image_costs(
            lambda images, n=number: neighbours.logits(neighbours.fit(train, n), images),
            validation,
        ).mean()
        for number in CANDIDATES
    }
    best = min(costs, key=costs.get)
    way, parameters = rivals["neighbours"]
    assert parameters == 2**best
    assert image_costs(way, validation).mean() == pytest.approx(costs[best])
    assert rivals["frequency"][1] == 783
    assert costs[best] < image_costs(rivals["frequency"][0], validation).mean()


@pytest.mark.parametrize("name", ["frequency", "neighbours"])
def test_a_rival_predicts_from_earlier_pixels_alone(name):
    way, _ = fit_rivals(digits(20, 0), digits(9, 1))[name]
    images = digits(3, 2)
    other = images.copy()
    other.reshape(3, -1)[:, 400:] ^= 1
    np.testing.assert_array_equal(way(images)[:, :400], way(other)[:, :400])


def test_a_stock_models_last_output_predicts_nothing():
    model = keras.Sequential([keras.Input((6, 1)), keras.layers.Dense(1)])
    assert next_logits(model, ALL[:2]).shape == (2, 5)
