"""Counts over causal neighbours, and frequencies: exact small cases."""

import numpy as np
from rowreader.analysis import neighbours


def test_neighbours_are_the_nearest_that_come_before():
    found = neighbours.nearest(4)
    assert {tuple(offset) for offset in found} == {(0, -1), (-1, 0), (-1, -1), (-1, 1)}
    assert all(tuple(offset) < (0, 0) for offset in neighbours.nearest(12))


def test_a_pattern_reads_the_neighbours_and_blank_beside_the_image():
    image = np.zeros((1, 4, 4), np.uint8)
    image[0, 1, 1] = 1
    seen = {tuple(place) for place in np.argwhere(neighbours.patterns(image, 4)[0])}
    assert seen == {(1, 2), (2, 1), (2, 2), (2, 0)}
    image = np.zeros((1, 4, 4), np.uint8)
    image[0, 1, 3] = 1  # what follows in reading order is no neighbour across the edge
    seen = {tuple(place) for place in np.argwhere(neighbours.patterns(image, 4)[0])}
    assert seen == {(2, 3), (2, 2)}


def test_counts_find_the_odds_of_a_rule():
    # Each pixel is a copy of the one above, but the first row: a coin.
    rng = np.random.default_rng(0)
    images = np.repeat(rng.integers(0, 2, (300, 1, 28), np.uint8), 28, axis=1)
    table = neighbours.fit(images, 3)
    logits = neighbours.logits(table, images)
    assert logits.shape == (300, 783)
    below = images.reshape(300, -1)[:, 1:].astype(bool)
    assert (logits[:, 28:][below[:, 28:]] > 3).all() and (logits[:, 28:][~below[:, 28:]] < 0).all()
    flat = neighbours.logits(table, images.reshape(300, -1))
    np.testing.assert_array_equal(flat, logits)


def test_frequencies_are_of_each_place():
    images = np.zeros((9, 28, 28), np.uint8)
    images[:3, 0, 1] = 1
    table = neighbours.frequencies(images)
    np.testing.assert_allclose(table[:2], [np.log(3.5 / 6.5), np.log(0.5 / 9.5)])
    assert neighbours.frequency_logits(table, images[:2]).shape == (2, 783)
