"""One draws on the page: by mouse, by finger, by buttons."""

import numpy as np

from .acting import at, bits, state, tapped, verdict


def test_a_stroke_of_the_mouse_is_three_pixels_wide_and_read_at_once(page):
    page.click("#clear")
    assert bits(page).sum() == 0
    before = verdict(page)
    page.mouse.move(*at(page, 6, 14))
    page.mouse.down()
    page.mouse.move(*at(page, 20, 14))
    page.mouse.up()
    assert (bits(page)[6:19].sum(1) == 3).all()
    assert bits(page).sum() == 3 * 15 + 2
    assert page.locator("#caption").inner_text() == "your drawing"
    read = page.evaluate(
        "[...rowreader.read('gru-5', rowreader.store.state.bits).probabilities[27]]"
    )
    assert (
        verdict(page) == f"GRU 5 after row 28 reads {np.argmax(read)}, {round(100 * max(read))} %"
    )
    assert before.startswith("GRU 5 after row 28")


def test_a_finger_draws(visit, small):
    page = tapped(visit, small[0], 10, 10)
    assert bits(page).sum() == 5 and bits(page)[9, 9] == 1


def test_shifts_erased_rows_and_undo(page):
    original = bits(page)
    moved = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}
    for name, by in moved.items():
        page.click(f"#{name}")
        assert (bits(page) == np.roll(original, by, (0, 1))).all()
        page.click("#undo")
        assert (bits(page) == original).all() and state(page)["image"] == 3
    page.locator("#row").fill("10")
    assert page.locator("#erase-row").inner_text() == "Erase row 10"
    page.click("#erase-row")
    assert not bits(page)[9].any() and (np.delete(bits(page) == original, 9, 0)).all()
