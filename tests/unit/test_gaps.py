"""Gaps: where they may lie, and what fills them."""

import itertools

import numpy as np
import pytest
from predictors import digit, pixels
from rowreader.analysis import gaps
from rowreader.run.errors import UserError


def test_the_fillings_are_all_and_know_their_numbers():
    assert {tuple(row) for row in gaps.fillings(3)} == set(itertools.product((0, 1), repeat=3))
    np.testing.assert_array_equal(gaps.filling_numbers(gaps.fillings(4)), range(16))


def test_a_filled_image_differs_from_the_image_in_its_gap_alone():
    images, places = pixels(3), np.array([[0, 1], [4, 9], [10, 11]])
    copies = gaps.filled(images, places)
    for index, place in enumerate(places):
        np.testing.assert_array_equal(copies[index][:, place], gaps.fillings(2))
        rest = np.delete(copies[index], place, axis=1)
        assert (rest == np.delete(images[index], place)).all()


def test_a_gap_lies_within_the_inks_box_and_between_ink_and_blank():
    image = digit()
    for shape in gaps.GAPS.values():
        height, width = shape
        found = {tuple(place) for place in gaps.gap_places(image, height, width)}
        want = set()
        for row, column in itertools.product(range(2, 9 - height + 1), range(3, 10 - width + 1)):
            box = image[row - 1 : row + height + 1, column - 1 : column + width + 1].astype(int)
            box[1:-1, 1:-1] = -1
            if {0, 1} <= set(box.ravel()):
                inside = np.add.outer(np.arange(row, row + height) * 12, np.arange(width) + column)
                want.add(tuple(inside.ravel()))
        assert found == want and found


def test_the_missing_pixels_do_not_say_whether_a_place_is_trivial():
    image = digit()
    other = image.copy()
    other[5, 6] = 1
    place = (5 * 12 + 6,)
    assert place not in {tuple(p) for p in gaps.gap_places(image, 1, 1)}  # amid blank pixels
    assert place not in {tuple(p) for p in gaps.gap_places(other, 1, 1)}


def test_ink_at_the_edge_has_places_and_blank_images_none():
    image = np.zeros((5, 5), np.uint8)
    assert len(gaps.gap_places(image, 1, 1)) == 0
    image[0, :2] = 1  # also the first pixel of all
    assert gaps.gap_places(image, 1, 1).tolist() == [[0], [1]]
    assert len(gaps.gap_places(image, 2, 2)) == 0


def test_gaps_are_chosen_by_the_seed_in_images_that_have_a_place():
    images = np.stack(
        [digit() if index % 3 else np.zeros((12, 12), np.uint8) for index in range(30)]
    )
    chosen, found = gaps.choose_gaps(images, (2, 2), 10, 1)
    again, same = gaps.choose_gaps(images, (2, 2), 10, 1)
    np.testing.assert_array_equal(found, same)
    assert len(set(chosen)) == 10 and (chosen == again).all() and (chosen % 3 > 0).all()
    assert found.shape == (10, 4) and (np.diff(found, axis=1) > 0).all()
    assert len(gaps.choose_gaps(images, (2, 2), 100, 1)[0]) == 20
    with pytest.raises(UserError, match="no test image"):
        gaps.choose_gaps(images[:1], (1, 1), 10, 1)


def test_the_left_neighbour_is_the_nearest_known_pixel_of_the_row():
    image = np.zeros((1, 12), np.uint8)
    image[0, [3, 5, 7]] = 1  # rows of four: 0001 0101 0000
    places = np.array([[4, 5, 8, 9]])
    np.testing.assert_array_equal(gaps.left_neighbours(image, places, 4), [[0, 0, 0, 0]])
    np.testing.assert_array_equal(gaps.left_neighbours(image, np.array([[6, 7]]), 4), [[1, 1]])
