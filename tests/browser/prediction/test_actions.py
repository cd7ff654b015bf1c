"""What one can do on the page of the second study: draw, play, choose, link."""

import numpy as np
import pytest

from ..acting import at, bits, state, tapped
from .samples import complete, completion


def stop_clock(page):
    """Time goes on by page.clock.run_for alone."""
    page.clock.install(time=0)
    page.clock.pause_at(1)


def test_samples_appear_pixel_by_pixel_and_pause(visit, made):
    page = visit(made[0])
    page.click("#finish")
    stop_clock(page)
    page.click("#play")
    assert page.inner_text("#play") == "Pause" and completion(page)[1] == 392
    page.clock.run_for(160)
    assert completion(page)[1] == 402 and page.inner_text("#progress") == "10 of 392 pixels"
    page.click("#play")
    page.clock.run_for(1000)
    assert completion(page)[1] == 402 and page.inner_text("#play") == "Play"
    page.click("#step")
    assert completion(page)[1] == 403
    page.click("#finish")
    assert completion(page)[1] == 784 and page.inner_text("#play") == "Play again"


def test_who_wants_less_motion_sees_the_samples_complete(visit, made):
    page = visit(made[0], reduced_motion="reduce")
    page.wait_for_function("rowreader.completion().position === 784")
    stop_clock(page)
    page.click("#play")
    page.clock.run_for(500)
    assert completion(page)[1] == 392 + 28
    page.click("#again")
    page.clock.run_for(200)
    assert completion(page)[1] == 784 and state(page)["seed"] == 1


def test_the_line_says_what_is_known(page, made):
    before = completion(page)[2]
    page.locator("#row").fill("20")
    page.click("#finish")
    known, _, drawn, *_ = completion(page)
    assert known == 560 and page.inner_text("#rows-known") == "row 20 of 28"
    assert (drawn[:, :560] == bits(page).reshape(-1)[:560]).all()
    assert (before[:, 392:560] != drawn[:, 392:560]).any()


def test_a_drawing_is_completed_and_the_line_stays(page):
    page.locator("#row").fill("10")
    page.click("#clear")
    assert not page.locator("#truth").is_visible() and not page.locator("#truth-row").is_visible()
    page.mouse.move(*at(page, 4, 14))
    page.mouse.down()
    page.mouse.move(*at(page, 8, 14))
    page.mouse.up()
    page.click("#finish")
    assert state(page) == {"model": "gru-5", "image": None, "row": 10, "seed": 0}
    assert bits(page).sum() == 3 * 5 + 2 and page.inner_text("#caption") == "your drawing"
    _, position, drawn, logits, _ = completion(page)
    assert position == 784 and (drawn[:, :280] == bits(page).reshape(-1)[:280]).all()
    read = page.evaluate("[...rowreader.read('gru-5', rowreader.store.state.bits).logits]")
    assert (logits[:, 1:281] == np.array(read, float)[1:281]).all()
    page.mouse.click(*at(page, 20, 14))
    assert page.inner_text("#truth-name") == "your own rest" and page.locator("#truth").is_visible()
    page.click("#undo")
    assert not page.locator("#truth").is_visible()


def test_a_finger_draws(visit, made):
    page = tapped(visit, made[0], 12, 10)
    assert bits(page).sum() == 5 and bits(page)[11, 9] == 1


def test_the_tops_of_test_images_are_buttons(page, made):
    page.get_by_role("button", name="test image 2, a 1").click()
    assert state(page)["image"] == 2 and (bits(page) == made[2][2]).all()
    page.click("#next")
    assert state(page)["image"] == 3 and page.inner_text("#caption") == "test image 3: a 0"


def test_another_network_completes_the_same_top(page):
    page.select_option("#model", "lstm-2x3")
    page.click("#finish")
    want, _ = complete(page, "lstm-2x3", count=6, image=state(page)["image"])
    assert (completion(page)[2] == want).all() and page.inner_text("#network") == "LSTM 2 × 3"


LINK = "#model=lstm-4&image=5&row=9&seed=41"


def test_a_link_opens_the_samples_that_it_names(visit, made):
    page = visit(made[0], LINK)
    page.click("#finish")
    assert state(page) == {"model": "lstm-4", "image": 5, "row": 9, "seed": 41}
    assert page.evaluate("location.hash") == LINK
    page.click("#down")
    page.click("#finish")
    again = visit(made[0], page.evaluate("location.hash"))
    again.click("#finish")
    assert (bits(again) == bits(page)).all() and state(again)["image"] is None
    assert (completion(again)[2] == completion(page)[2]).all()


@pytest.mark.parametrize("link", ["#model=none&image=99&row=28&seed=-1", "#row=0&seed=1e3&draw=%"])
def test_a_wrong_link_opens_the_page_all_the_same(visit, made, link):
    opened = state(visit(made[0], link))
    assert opened == {"model": "gru-5", "image": 3, "row": 14, "seed": 0}


def test_every_control_has_a_name_and_can_be_reached_by_keyboard(page):
    page.locator("#undo").evaluate("(button) => button.focus()")
    page.click("#play")  # so that no control of it is disabled
    page.click("#play")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.ariaLabel"))
    parts = page.locator("button:enabled, select, input, canvas[tabindex]")
    assert {
        part.get_attribute("id") or part.get_attribute("aria-label") for part in parts.all()
    } <= reached
    for part in parts.all():
        assert part.evaluate("(e) => e.ariaLabel || e.textContent.trim() || e.labels?.length")


def test_the_keyboard_alone_draws_and_plays(page):
    page.click("#clear")
    page.locator("#paper").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    assert bits(page)[7, 13] == 1 and bits(page).sum() == 5
    page.locator("#finish").press("Enter")
    assert completion(page)[1] == 784
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    assert page.inner_text("#play") == "Pause"


def test_the_picture_is_saved(page):
    with page.expect_download() as download:
        page.click("#save")
    assert download.value.suggested_filename == "gru-5-image-3-row-14-seed-0.png"
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 800, 1400])
def test_nothing_is_wider_than_the_window(visit, made, width, scheme):
    page = visit(made[0], viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.click("#finish")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    white = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert white == (scheme == "light")
