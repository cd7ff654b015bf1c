"""The page in windows of any width, in another document, as a picture, by keyboard alone."""

import base64
import io

import pytest
from rowreader.report.plots import plt

from .acting import bits, state
from .test_links import LINK


def test_rows_of_image_and_heat_maps_stand_at_the_same_height(page):
    paper = page.locator("#paper").bounding_box()
    for panel in page.locator(".network").get_by_role("application").all():
        box = panel.bounding_box()
        assert (box["y"], box["height"]) == (paper["y"], paper["height"])


def test_the_keyboard_alone_reads_draws_and_inspects(page):
    page.keyboard.press("ArrowLeft")
    assert state(page)["row"] == 27
    page.locator("#row").focus()
    page.keyboard.press("Home")
    assert state(page)["row"] == 0
    page.keyboard.press("End")
    page.locator("#clear").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.id") == "paper"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    assert bits(page)[7, 13] == 1 and bits(page).sum() == 5
    page.keyboard.press("Delete")
    assert bits(page).sum() == 2
    page.keyboard.press("Control+z")
    assert bits(page).sum() == 5
    page.get_by_label("GRU 5, hidden state h: 28 rows, 5 units").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.locator("#readout").inner_text().startswith("GRU 5, hidden state h, row 2, unit 2:")
    page.keyboard.press("Enter")
    assert state(page)["row"] == 2


def test_every_control_has_a_name_and_can_be_reached(page):
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id"))
    wanted = page.evaluate(
        "[...document.querySelectorAll('button, select, input, canvas[tabindex]')]"
        ".filter((part) => part.id && !part.disabled && part.checkVisibility())"
        ".map((part) => part.id)"
    )
    assert set(wanted) <= reached
    for part in page.locator("button, select, input, canvas[tabindex]").all():
        assert part.evaluate("(e) => e.ariaLabel || e.textContent.trim() || e.labels?.length")


def test_the_picture_is_saved_with_what_is_on_the_stage(page):
    with page.expect_download() as download:
        page.click("#save")
    assert download.value.suggested_filename == "gru-5-image-3-row-28.png"
    picture = plt.imread(io.BytesIO(download.value.path().read_bytes()))
    box = page.locator("#stage").bounding_box()
    assert picture.shape[1] >= 2 * box["width"] and picture.shape[0] >= 2 * box["height"]
    assert picture[:, :, :3].std() > 0.1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 800, 1400])
def test_nothing_is_wider_than_the_window(visit, small, width, scheme):
    page = visit(small[0], LINK, viewport={"width": width, "height": 844}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    white = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert white == (scheme == "light")


def test_texts_of_the_run_are_shown_as_text(page):
    assert "A word on <b>it</b>." in page.locator("footer").inner_text()
    assert page.locator("#provenance").inner_text() == "Made by"


def test_the_page_of_the_chain_names_what_made_it(visit, html):
    page = visit(html)
    assert page.locator("#provenance").inner_text().startswith("Made by rowreader (")
    assert state(page)["model"] == "gru-4"
    assert html.stat().st_size < 4e6


def test_it_works_within_another_document_as_in_snakemakes_report(visit, small, tmp_path):
    content = base64.b64encode(small[0].read_bytes()).decode()
    outer = tmp_path / "report.html"
    outer.write_text(
        '<!doctype html><html data-ready="true"><iframe width="1200" height="700"'
        f' src="data:text/html;charset=utf8;filename=page.html;base64,{content}"></iframe>'
    )
    inner = visit(outer).frame_locator("iframe")
    inner.locator("html[data-ready]").wait_for()
    inner.locator("#back").click()
    assert inner.locator("#rows-read").inner_text() == "row 27 of 28"
