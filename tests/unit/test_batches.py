"""The batches of an epoch hold each image once, shifted or not, in an order of their own."""

import numpy as np
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st
from rowreader.data.batches import batches, shifted
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


def test_shifted_images_lose_only_what_leaves_the_frame():
    images = np.arange(1, 19, dtype=np.uint8).reshape(2, 3, 3)
    moved = shifted(images, tf.constant([[1, 0], [-1, 2]]), 2).numpy()
    np.testing.assert_array_equal(moved[0], [[0, 0, 0], [1, 2, 3], [4, 5, 6]])
    np.testing.assert_array_equal(moved[1], [[0, 0, 13], [0, 0, 16], [0, 0, 0]])


def test_shifts_reach_each_way_and_keep_labels():
    images = np.zeros((200, 7, 7), np.uint8)
    images[:, 3, 3] = 1
    labels = np.arange(200, dtype=np.int32)
    seen = [batch for batch in batches(images, labels, 64, 0, 0, 1, shifts=2)]
    places = np.argwhere(np.concatenate([x for x, _ in seen]))[:, 1:] - 3
    assert len(places) == 200 and set(np.unique(places)) == {-2, -1, 0, 1, 2}
    assert len(np.unique(places, axis=0)) == 25
    assert sorted(np.concatenate([y for _, y in seen])) == list(range(200))


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
