"""The batches of an epoch hold each image once, shifted or not, in an order of their own."""

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st
from rowreader.data.augmentation import DRAWS, NONE, moved
from rowreader.data.batches import batches
from rowreader.data.images import first_ink_rows


@settings(max_examples=20)
@given(st.integers(1, 40), st.integers(1, 17), st.integers(0, 5), st.integers(1, 3))
def test_each_epoch_has_each_image_once_and_each_batch_earlier_ink_first(
    number, batch_size, first, epochs
):
    images = np.random.default_rng(number).integers(0, 2, size=(number, 4, 1), dtype=np.uint8)
    labels = np.arange(number, dtype=np.int32)
    seen = list(batches(images, labels, batch_size, 1, first, first + epochs))
    order = np.concatenate([y for _, y in seen]).reshape(epochs, number)
    for epoch in order:
        assert sorted(epoch) == list(range(number))
    for x, y in seen:
        np.testing.assert_array_equal(x, images[y])
        assert (np.diff(first_ink_rows(x.numpy())) >= 0).all()


def test_a_moved_image_loses_only_what_leaves_the_frame():
    image = np.array([[0, 1, 1], [1, 0, 0], [1, 1, 0]], np.uint8)
    down, up_right = [2.9 / 3, 1.5 / 3], [0.1 / 3, 2.9 / 3]  # of the three shifts -1, 0, 1
    draws = tf.constant([[*down, *[0.5] * 4], [*up_right, *[0.5] * 4]])
    shifted = moved(np.stack([image, image]), draws, NONE | {"shifts": 1}).numpy()
    np.testing.assert_array_equal(shifted[0], [[0, 0, 0], [0, 1, 1], [1, 0, 0]])
    np.testing.assert_array_equal(shifted[1], [[0, 1, 0], [0, 1, 1], [0, 0, 0]])


@pytest.mark.parametrize(
    "most, draws, rows",
    [  # all that a setting allows, one at a time; a draw is 0.5 where nothing moves
        ({"rotation": 90}, {2: 0}, ".......|.......|.#####.|.#.....|.#.....|.......|......."),
        ({"rotation": 90}, {2: 1}, ".......|.......|.....#.|.....#.|.#####.|.......|......."),
        ({"scaling": 0.5}, {4: 0}, "..#....|..#....|..#....|..#....|..#....|..#....|..###.."),
        ({"shear": 1}, {5: 1}, ".......|....#..|...#...|..#....|.#.....|###....|......."),
    ],
)
def test_an_image_is_turned_scaled_and_sheared_about_its_middle(most, draws, rows):
    image = np.zeros((7, 7), np.uint8)
    image[1:6, 2] = image[5, 2:5] = 1  # an L
    all_draws = tf.constant([[draws.get(number, 0.5) for number in range(DRAWS)]])
    found = moved(image[None], all_draws, NONE | most).numpy()[0]
    assert "|".join("".join(".#"[ink] for ink in row) for row in found) == rows


def test_moves_reach_each_way_and_keep_labels():
    images = np.zeros((200, 7, 7), np.uint8)
    images[:, 3, 3] = 1
    labels = np.arange(200, dtype=np.int32)
    seen = [batch for batch in batches(images, labels, 64, 0, 0, 1, NONE | {"shifts": 2})]
    places = np.argwhere(np.concatenate([x for x, _ in seen]))[:, 1:] - 3
    assert len(places) == 200 and set(np.unique(places)) == {-2, -1, 0, 1, 2}
    assert len(np.unique(places, axis=0)) == 25
    assert sorted(np.concatenate([y for _, y in seen])) == list(range(200))
    for x, _ in seen:
        assert (np.diff(first_ink_rows(x.numpy())) >= 0).all()


def test_the_order_depends_on_seed_and_epoch_alone():
    images, labels = np.zeros((50, 1, 1), np.uint8), np.arange(50, dtype=np.int32)

    def order(seed, first, epochs):
        return np.concatenate(
            [y.numpy() for _, y in batches(images, labels, 8, seed, first, epochs)]
        )

    both = order(1, 0, 2)
    np.testing.assert_array_equal(order(1, 1, 2), both[50:])
    assert not np.array_equal(both[:50], both[50:])
    assert not np.array_equal(order(2, 0, 1), both[:50])
