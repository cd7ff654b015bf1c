"""In-painting: the posterior by enumeration is that of brute force and of closed forms."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from predictors import Constant, Copying, digit, pixels, random_predictor, toy
from rowreader.analysis import gaps, inpainting
from rowreader.analysis.likelihoods import log_likelihoods
from rowreader.analysis.reliability import reliability, wilson
from rowreader.networks.stepper import stepper


@pytest.mark.parametrize("cell, units", [("gru", (5,)), ("lstm", (4,)), ("gru", (3, 3))])
def test_the_enumeration_is_brute_force_over_whole_images(cell, units):
    network = toy(cell=cell, units=units)
    images = pixels(9)
    places = np.array([[3, 4, 7, 8], [0, 1, 4, 5], [7, 8, 10, 11]] * 3)
    found = inpainting.log_probabilities(network, images, places)
    for image, place, row in zip(images, places, found, strict=True):
        for values, log_p in zip(itertools.product((0, 1), repeat=4), row, strict=True):
            whole = image.copy()
            whole[place] = values
            logits, _ = network.read(whole[None])
            want = log_likelihoods(logits[:, :-1], whole[None, 1:]).sum()
            assert log_p == pytest.approx(want, rel=1e-10)


def test_the_posterior_is_that_of_the_joint_distribution_of_all_images():
    # Every image of seven pixels is weighed by the stock model, and one conditions on those that
    # agree with the known pixels: no chain of ours, no prefix, no steps in numpy.
    model = random_predictor(pixels=7)
    every = gaps.fillings(7)
    logits = model(every[..., None].astype(np.float32)).numpy()[..., 0]
    chances = 1 / (1 + np.exp(-logits[:, :-1].astype(float)))
    joint = 0.5 * np.prod(np.where(every[:, 1:], chances, 1 - chances), axis=1)
    assert joint.sum() == pytest.approx(1)  # the conditionals are of the right pixels
    images, places = pixels(20, 7), np.array([[0, 1], [2, 3], [3, 6], [5, 6]] * 5)
    found = inpainting.log_probabilities(stepper(model), images, places)
    for image, place, row in zip(images, places, inpainting.log_posteriors(found), strict=True):
        known = np.delete(np.arange(7), place)
        agree = (every[:, known] == image[known]).all(1)
        want = joint[agree] / joint[agree].sum()  # in order of the filling's number
        np.testing.assert_allclose(np.exp(row), want, rtol=1e-4)


def test_the_size_of_the_batches_changes_nothing(monkeypatch):
    network, images = toy(), pixels(11)
    places = np.sort(np.random.default_rng(1).permuted(np.tile(np.arange(12), (11, 1)), axis=1))
    places = np.sort(places[:, :1] % 9 + np.array([0, 2]), axis=1)
    want = inpainting.log_probabilities(network, images, places)
    monkeypatch.setattr(inpainting, "ROWS_AT_ONCE", 12)
    np.testing.assert_allclose(inpainting.log_probabilities(network, images, places), want)


@given(arrays(np.uint8, (4, 12), elements=st.integers(0, 1)), st.integers(1, 10))
def test_between_known_pixels_of_a_markov_chain_the_posterior_is_the_closed_form(images, place):
    copies = 0.9
    found = inpainting.log_probabilities(Copying(copies), images, np.full((4, 1), place))
    ink = np.exp(inpainting.log_posteriors(found))[:, 1]
    same = np.where(images, copies, 1 - copies)  # p(1 after this pixel), p(this pixel after 1)
    other = 1 - same
    one, zero = (side[:, place - 1] * side[:, place + 1] for side in (same, other))
    np.testing.assert_allclose(ink, one / (one + zero))


def test_at_the_ends_one_neighbour_speaks_and_the_first_pixel_is_a_coin_before_it():
    images = np.array([[1, 1, 1], [0, 0, 0]], np.uint8)
    for place in (0, 2):
        found = inpainting.log_probabilities(Copying(0.8), images, np.full((2, 1), place))
        np.testing.assert_allclose(np.exp(inpainting.log_posteriors(found))[:, 1], [0.8, 0.2])


def test_what_independent_pixels_say_of_a_gap_is_their_probability():
    images, places = pixels(5), np.array([[3, 4, 7, 8]] * 5)
    posterior = inpainting.log_posteriors(
        inpainting.log_probabilities(Constant(0.3), images, places)
    )
    inked = gaps.fillings(4).sum(1)
    np.testing.assert_allclose(np.exp(posterior), [0.3**inked * 0.7 ** (4 - inked)] * 5)
    np.testing.assert_allclose(inpainting.marginals(posterior), 0.3)


def test_the_costs_obey_the_chain_rule():
    network, images = toy(), pixels(30)
    places = np.array([[2, 3, 6, 7]] * 30)
    found = inpainting.log_probabilities(network, images, places)
    values = gaps.fillings(4)[found.argmax(1)]
    columns = inpainting.outcomes(images, places, values, found)
    # log p(image) = log p(gap | rest) + log p(rest), where rest is summed over all fillings.
    rest = np.logaddexp.reduce(found, axis=1)
    np.testing.assert_allclose(columns["image_truth"], columns["truth"] - rest)
    np.testing.assert_allclose(columns["image_best"], columns["best"] - rest)
    logits, _ = network.read(images)
    want = -log_likelihoods(logits[:, :-1], images[:, 1:]).sum(1)
    np.testing.assert_allclose(columns["image_truth"], want)
    np.testing.assert_allclose(columns["probability"], np.exp(-columns["truth"]))
    # So a gap never costs more than its image: not hundreds of nats where the image has seventy.
    assert (columns["best"] <= columns["truth"] + 1e-12).all()
    assert (columns["best"] <= 4 * np.log(2)).all()


def test_shares_are_of_the_missing_pixels_alone():
    images = np.zeros((2, 12), np.uint8)
    images[1, 3] = 1
    places = np.array([[3, 4, 7, 8]] * 2)
    found = inpainting.outcomes(images, places, np.array([[1, 1, 1, 1], [1, 0, 0, 0]]))
    assert list(found["restored"]) == [0, 4] and list(found["whole"]) == [0, 1]
    assert list(found["missing"]) == [4, 4] and "truth" not in found


def test_a_rival_is_enumerated_as_a_network_is():
    images = pixels(6, 784)
    places = np.array([[30, 31, 58, 59]] * 6)
    logit = np.log(0.3 / 0.7)
    found = inpainting.log_probabilities_by(lambda x: np.full((len(x), 783), logit), images, places)
    np.testing.assert_allclose(found, inpainting.log_probabilities(Constant(0.3), images, places))


def test_everything_about_a_gap_is_written_for_a_model_and_for_a_rule():
    images = np.tile(np.pad(digit(), 8), (6, 1, 1))
    weigh = lambda x, places: inpainting.log_probabilities(Copying(0.9), x, places)  # noqa: E731
    rows, found = inpainting.inpaint_all(images, "copying", 4, 0, weigh=weigh)
    others, _ = inpainting.inpaint_all(images, "left", 4, 0, fill=gaps.left_neighbours)
    for kind, missing in (("pixel", 1), ("patch", 4)):
        mine = [row for row in rows if row["gap"] == kind]
        theirs = [row for row in others if row["gap"] == kind]
        assert [row["image"] for row in mine] == [row["image"] for row in theirs]
        assert list(found[f"{kind}_images"]) == [row["image"] for row in mine]
        assert found[f"{kind}_log_posteriors"].shape == (4, 2**missing)
        assert all(row["missing"] == missing and row["truth"] >= row["best"] for row in mine)
        assert "truth" not in theirs[0]


def test_reliability_counts_by_hand():
    predicted = np.array([[0.05, 0.05], [0.05, 0.95], [1.0, 0.55]])
    truth = np.array([[0, 1], [0, 1], [1, 0]])
    first, middle, last = reliability(predicted, truth)
    assert (first["bin"], first["pixels"], first["images"]) == (1, 3, 2)
    assert first["observed_share"] == pytest.approx(1 / 3)
    assert (middle["bin"], middle["observed_share"]) == (6, 0)
    assert (last["bin"], last["pixels"], last["predicted_share"]) == (10, 2, pytest.approx(0.975))
    assert first["observed_low"] < 1 / 3 < first["observed_high"]


def test_wilsons_interval_is_the_published_one_and_never_without_width():
    np.testing.assert_allclose(wilson(0.1, 20), (0.0279, 0.3010), atol=1e-4)
    low, high = wilson(1.0, 5)
    assert 0.5 < low < 1 and high == 1


def test_probabilities_of_a_source_are_reliable():
    rng = np.random.default_rng(0)
    predicted = rng.random((5000, 1))
    rows = reliability(predicted, (rng.random((5000, 1)) < predicted).astype(int))
    assert len(rows) == 10
    assert sum(r["observed_low"] < r["predicted_share"] < r["observed_high"] for r in rows) >= 8
