"""What one can do on the page: read, draw, choose, hold gates, link; by mouse and by keyboard."""

import base64
import io

import numpy as np
import pytest
from rowreader.report.plots import plt

BITS = "[...rowreader.store.state.bits]"
STATE = "(({bits, ...state}) => state)(rowreader.store.state)"


def bits(page):
    return np.array(page.evaluate(BITS)).reshape(28, 28)


def state(page):
    return page.evaluate(STATE)


def at(page, row, column):
    """The middle of a pixel of the drawing, on the screen."""
    box = page.locator("#paper").bounding_box()
    return (
        box["x"] + (column - 0.5) * box["width"] / 28,
        box["y"] + (row - 0.5) * box["height"] / 28,
    )


def verdict(page):
    return page.locator("#summary").inner_text()


def test_it_opens_on_an_example_of_the_report_fully_read(page):
    assert state(page)["image"] == 3 and state(page)["row"] == 28
    assert "test image 3: a 3 ★" in page.locator("#caption").inner_text()
    assert "ink ends in row 24" in page.locator("#ink-end").inner_text()
    assert verdict(page).startswith("GRU 5 after row 28 reads ")


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
    page = visit(small[0], has_touch=True, viewport={"width": 390, "height": 844})
    page.click("#clear")
    page.locator("#paper").scroll_into_view_if_needed()
    page.touchscreen.tap(*at(page, 10, 10))
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


def test_the_reading_is_stepped_and_played(page):
    page.locator("#row").fill("3")
    page.click("#forward")
    assert state(page)["row"] == 4 and page.locator("#rows-read").inner_text() == "row 4 of 28"
    page.click("#back")
    page.click("#back")
    assert state(page)["row"] == 2
    page.clock.install()
    page.click("#play")
    page.clock.run_for(60_000)
    assert state(page)["row"] == 28 and page.locator("#play").inner_text() == "Play"


def test_the_decision_shows_once_it_is_read(page):
    decided = page.evaluate("rowreader.read('gru-5', rowreader.store.state.bits).decided")
    mark = page.locator(".network .mark")
    assert mark.inner_text() == f"decided after row {decided}"
    page.locator("#row").fill(str(decided - 1))
    assert mark.evaluate("(mark) => getComputedStyle(mark).visibility") == "hidden"


def test_a_heat_map_tells_row_unit_and_value(page):
    panel = page.get_by_label("GRU 5, update gate z: 28 rows, 5 units")
    box = panel.bounding_box()
    panel.hover(position={"x": 0.5 * box["width"], "y": 9.5 * box["height"] / 28})
    value = page.evaluate(
        "rowreader.read('gru-5', rowreader.store.state.bits).layers[0].z[9][2].toFixed(3)"
    )
    said = page.locator("#readout").inner_text()
    assert said == f"GRU 5, update gate z, row 10, unit 3: {value}"
    page.locator("#row").fill("4")
    panel.hover(position={"x": 0.5 * box["width"], "y": 9.6 * box["height"] / 28})
    assert page.locator("#readout").inner_text().endswith("row 10, unit 3: not read yet")


def test_two_networks_stand_side_by_side_and_every_layer_is_shown(page):
    page.select_option("#model", "gru-3x4")
    page.select_option("#beside", "lstm-5")
    views = page.locator(".network")
    assert [view.get_attribute("aria-label") for view in views.all()] == ["GRU 3 × 4", "LSTM 5"]
    left, right = (view.bounding_box() for view in views.all())
    assert left["y"] == right["y"] and left["x"] + left["width"] <= right["x"]
    maps = views.first.get_by_role("application").all()
    assert len(maps) == 1 + 3 * 4  # probabilities; h, z, r and the candidate of each layer
    assert "GRU 3 × 4 after row 28" in verdict(page) and "; LSTM 5 after row 28" in verdict(page)


def test_rows_of_image_and_heat_maps_stand_at_the_same_height(page):
    paper = page.locator("#paper").bounding_box()
    for panel in page.locator(".network").get_by_role("application").all():
        box = panel.bounding_box()
        assert (box["y"], box["height"]) == (paper["y"], paper["height"])


def test_the_gallery_chooses_by_digit_mistake_decision_and_tail(page):
    def shown():
        return [
            int(item.get_attribute("data-image"))
            for item in page.locator("#thumbnails button").all()
        ]

    assert shown() == [3, 11]
    page.select_option("#gallery-kind", "all")
    assert shown() == list(range(60))
    page.click("#more")
    assert shown() == list(range(70))
    page.select_option("#gallery-digit", "7")
    assert shown() == list(range(7, 70, 10))
    page.select_option("#gallery-kind", "mistaken")
    network = "rowreader.networks.get('gru-5')"
    predicted = page.evaluate(f"[...{network}.predicted]")
    assert shown() == [k for k in range(7, 70, 10) if predicted[k] != 7]
    page.select_option("#gallery-digit", "")
    page.select_option("#gallery-kind", "late")
    assert shown()[:2] == [27, 55] and "decided after 28" in page.inner_text("#thumbnails li")
    page.select_option("#gallery-kind", "long")
    assert "ink ends in 24" in page.inner_text("#thumbnails li")
    page.locator("#thumbnails button").nth(1).click()
    assert state(page)["image"] == shown()[1]


def test_store_the_input_leaves_nothing_but_the_input(page):
    page.select_option("#beside", "lstm-5")
    page.locator("#row").fill("10")
    page.click("#store")
    assert state(page)["clamps"] == {"i": 1, "f": 0, "o": 0, "z": 0, "r": 0}
    assert state(page)["from"] == 11
    page.locator("#row").fill("12")
    for row in page.locator("#kept tr").all():
        moved, differs = row.locator("td").all_inner_texts()[1:]
        assert differs == "0.000" and moved != "0.000"
    page.click("#learned")
    assert state(page)["clamps"] == {}
    for row in page.locator("#kept tr").all():
        assert row.locator("td").all_inner_texts()[2] != "0.000"


def test_keep_the_state_keeps_it(page):
    page.select_option("#beside", "lstm-5")
    page.locator("#row").fill("10")
    page.click("#keep")
    kept = "([name, stored]) => rowreader.reading(name).layers[0][stored].map((row) => [...row])"
    for name, stored in (("gru-5", "h"), ("lstm-5", "c")):
        history = np.array(page.evaluate(kept, [name, stored]))
        assert (history[10:] == history[9]).all() and (history[9] != history[8]).any()
    page.locator("#row").fill("20")
    for row in page.locator("#kept tr").all():
        assert row.locator("td").all_inner_texts()[1] == "0.000"


def test_one_gate_of_one_unit_is_held(page):
    page.select_option("#gate-z", "1")
    page.locator("#from").fill("5")
    page.locator("#from").press("Enter")
    page.select_option("#unit", "2")
    gate = np.array(page.evaluate("rowreader.reading('gru-5').layers[0].z.map((row) => [...row])"))
    learned = np.array(
        page.evaluate(
            "rowreader.read('gru-5', rowreader.store.state.bits).layers[0].z.map((row) => [...row])"
        )
    )
    assert (gate[4:, 1] == 1).all() and (gate[:4] == learned[:4]).all()
    assert not (np.delete(gate[4:], 1, axis=1) == 1).any()
    page.select_option("#gate-z", "")
    assert state(page)["clamps"] == {}


LINK = "#model=gru-3x4&beside=lstm-5&image=17&row=14&clamp=z:1,o:0&from=6&unit=2"


def test_a_link_opens_the_case_that_it_names(visit, small):
    page = visit(small[0], LINK)
    want = {"model": "gru-3x4", "beside": "lstm-5", "image": 17, "row": 14}
    assert state(page) == want | {"clamps": {"z": 1, "o": 0}, "from": 6, "unit": 2}
    assert page.evaluate("location.hash") == LINK
    page.evaluate("location.hash = 'model=lstm-5&image=4&row=9'")
    page.wait_for_function("rowreader.store.state.row === 9")
    assert page.locator(".network").get_attribute("aria-label") == "LSTM 5"
    assert state(page)["clamps"] == {}


def test_a_drawing_travels_in_the_link(visit, small):
    page = visit(small[0])
    page.click("#down")
    drawn, link = bits(page), page.evaluate("location.hash")
    again = visit(small[0], link)
    assert (bits(again) == drawn).all() and state(again)["image"] is None


@pytest.mark.parametrize(
    "link",
    ["#model=none&image=999999&row=-3", "#row=1e1&draw=%%%&model", "#gallery", "#clamp=z:7&from=0"],
)
def test_a_wrong_link_opens_the_page_all_the_same(visit, small, link):
    page = visit(small[0], link)
    assert state(page)["model"] == "gru-5" and state(page)["row"] == 28


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
