"""What one can do on the page: read step by step, compare, inspect, choose."""

from .acting import state, verdict


def test_it_opens_on_an_example_of_the_report_fully_read(page):
    assert state(page)["image"] == 3 and state(page)["row"] == 28
    assert "test image 3: a 3 ★" in page.locator("#caption").inner_text()
    assert "ink ends in row 24" in page.locator("#ink-end").inner_text()
    assert verdict(page).startswith("GRU 5 after row 28 reads ")


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
