"""What tests ask of either page, and do on it."""

import numpy as np

BITS = "[...rowreader.store.state.bits]"
STATE = "(({bits, ...state}) => state)(rowreader.store.state)"


def bits(page):
    return np.array(page.evaluate(BITS)).reshape(28, 28)


def state(page):
    """All of it but the drawing."""
    return page.evaluate(STATE)


def verdict(page):
    return page.locator("#summary").inner_text()


def at(page, row, column):
    """The middle of a pixel of the drawing, on the screen."""
    box = page.locator("#paper").bounding_box()
    return (
        box["x"] + (column - 0.5) * box["width"] / 28,
        box["y"] + (row - 0.5) * box["height"] / 28,
    )


def tapped(visit, path, row, column):
    """The page at path on a phone, its drawing cleared, a finger's tap on one pixel."""
    page = visit(path, has_touch=True, viewport={"width": 390, "height": 844})
    page.click("#clear")
    page.locator("#paper").scroll_into_view_if_needed()
    page.touchscreen.tap(*at(page, row, column))
    return page
