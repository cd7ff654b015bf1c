"""Completing images: samples follow the predictor, and what they cost is what it says."""

import numpy as np
import pytest
from predictors import Constant, Copying, toy
from rowreader.analysis import completion
from rowreader.analysis.intervals import mean_over_images
from rowreader.analysis.likelihoods import log_likelihoods
from rowreader.run.errors import UserError

LOG2 = np.log(2)


def entropy(p):
    return -(p * np.log(p) + (1 - p) * np.log(1 - p))


def test_a_logit_is_no_probability():
    # Three times as likely as not is a logit of log 3; a probability of 3/4 passed for it gives
    # another cost, which is how a published report came to 300 nats and more for one pixel.
    costs = -log_likelihoods(np.full(2, np.log(3)), np.array([1, 0]))
    np.testing.assert_allclose(costs, [-np.log(0.75), -np.log(0.25)])
    assert not np.allclose(costs, -log_likelihoods(np.full(2, 0.75), np.array([1, 0])))


def test_likelihoods_of_extreme_logits_are_finite_and_exact():
    found = log_likelihoods(np.float32([1000, -1000, 1000]), np.array([1, 0, 0]))
    np.testing.assert_array_equal(found, [0, 0, -1000])


def test_samples_of_a_bernoulli_source_have_its_share_and_its_entropy():
    images = np.zeros((50, 40), np.uint8)
    drawn, nats, true_nats = completion.complete(Constant(0.2), images, 20, seed=0, known=10)
    assert drawn.shape == nats.shape == (50, 20, 30) and true_nats.shape == (50, 30)
    assert abs(drawn.mean() - 0.2) < 4 * np.sqrt(0.2 * 0.8 / drawn.size)
    assert abs(nats.mean() - entropy(0.2)) < 0.01
    np.testing.assert_allclose(true_nats, -np.log(0.8))


def test_each_sampled_pixel_has_the_frequency_of_its_conditional():
    # A Markov chain from a known pixel: p(x_t = x_0) = (1 + (2 q - 1) ** t) / 2 at step t.
    images = np.ones((400, 5), np.uint8)
    drawn, _, _ = completion.complete(Copying(0.9), images, 50, seed=1, known=1)
    want = (1 + 0.8 ** np.arange(1, 5)) / 2
    frequency = drawn.mean((0, 1))
    np.testing.assert_allclose(frequency, want, rtol=0, atol=5 * np.sqrt(0.25 / 20000))


def test_samples_of_a_network_follow_its_conditionals_and_cost_what_reading_them_costs():
    network = toy(pixels=9)
    images = np.random.default_rng(3).integers(0, 2, (40, 9), np.uint8)
    drawn, nats, true_nats = completion.complete(network, images, 200, seed=2, known=4)
    for index in range(3):
        whole = np.repeat(images[[index]], 200, axis=0)
        whole[:, 4:] = drawn[index]
        logits, _ = network.read(whole)
        np.testing.assert_allclose(
            nats[index], -log_likelihoods(logits[:, 3:-1], whole[:, 4:]), rtol=1e-9
        )
    logits, _ = network.read(images)
    want = -log_likelihoods(logits[:, 3:-1], images[:, 4:])
    np.testing.assert_allclose(true_nats, want, rtol=1e-9)
    first = 1 / (1 + np.exp(-logits[:, 3]))
    np.testing.assert_allclose(drawn[:, :, 0].mean(1), first, rtol=0, atol=5 * 0.5 / np.sqrt(200))


def test_the_same_seed_draws_the_same_and_another_does_not():
    images = np.zeros((5, 40), np.uint8)
    first, again, other = (
        completion.complete(Constant(0.5), images, 4, seed, known=10)[0] for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    assert len(np.unique(first.reshape(-1, 30), axis=0)) == 20


def test_costs_of_a_length_are_sums_of_its_pixels():
    nats = np.arange(1, 301, dtype=float)[None]
    np.testing.assert_array_equal(completion.totals(nats), [[1, 55, 406, 45150]])


def test_images_are_chosen_once_each_and_all_where_there_are_too_few():
    chosen = completion.choose_images(1000, 100, 5)
    assert len(set(chosen)) == 100 and list(chosen) == sorted(chosen) and chosen.max() < 1000
    np.testing.assert_array_equal(chosen, completion.choose_images(1000, 100, 5))
    assert (chosen != completion.choose_images(1000, 100, 6)).any()
    np.testing.assert_array_equal(completion.choose_images(4, 100, 5), range(4))


def test_overlap_and_spread_by_hand():
    truth = np.array([[1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
    drawn = np.array(
        [
            [[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1]],  # 2/2, 1/3, 0/3
            [[0, 0, 0, 0]] * 3,
            [[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]],
        ]
    )
    np.testing.assert_allclose(completion.overlaps(drawn, truth), [4 / 9, 1, 2 / 3])
    np.testing.assert_allclose(completion.spreads(drawn), [(2 + 3 + 3) / 3, 0, 2 / 3])
    np.testing.assert_array_equal(completion.spreads(drawn[:, :1]), 0)


def test_the_examples_are_the_best_the_worst_and_of_the_others_the_most_varied():
    truth = np.array([[1, 1, 0, 0], [1, 1, 0, 0], [1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0]])
    drawn = np.array(
        [
            [[1, 1, 0, 0], [1, 1, 1, 0]],
            [[1, 1, 0, 0], [1, 1, 0, 0]],  # best
            [[0, 0, 1, 1], [0, 0, 0, 0]],  # worst, and as varied as any
            [[1, 1, 0, 0], [1, 0, 1, 0]],  # of the others the most varied
            [[0, 0, 0, 0], [0, 0, 0, 0]],  # nothing to complete: left out
        ]
    )
    assert completion.choose_examples(drawn, truth) == {"best": 1, "worst": 2, "varied": 3}
    blank = np.zeros_like(truth)
    assert set(completion.choose_examples(drawn, blank)) == {"best", "worst", "varied"}
    with pytest.raises(UserError, match="data.test = 2"):
        completion.choose_examples(drawn[:2], truth[:2])


def test_the_interval_of_a_mean_is_students():
    found = mean_over_images([1.0, 2.0, 3.0, 4.0])
    error = np.sqrt(5 / 3) / 2
    assert found.mean == 2.5 and np.isclose(found.error, error)
    np.testing.assert_allclose(
        [found.low, found.high], 2.5 + np.array([-1, 1]) * 3.18245 * error, rtol=1e-5
    )
    assert np.isnan(mean_over_images([1.0]).error)
