"""The page's address is a link to what is shown."""

import pytest

from .acting import bits, state

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
