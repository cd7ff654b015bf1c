"""One holds gates at 0 or 1 and sees what is kept."""

import numpy as np

from .acting import state


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
