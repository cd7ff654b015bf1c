"""The page on which a predictor completes a digit: what it computes, and what one can do on it."""

import keras
import numpy as np
import pytest
from rowreader.data.images import load_part
from rowreader.networks.stepper import stepper

from ..unit.prediction_pages import NETWORKS, write_page

STATE = "(({bits, ...state}) => state)(rowreader.store.state)"
COMPLETION = """(({known, position, samples, truth}) => ({
    known, position, samples: samples.map(({bits, logits}) => [[...bits], [...logits]]),
    truth: [...truth.logits]}))(rowreader.completion())"""
COMPLETE = """([name, image, row, seed, count, steps]) => {
    const bits = rowreader.test.bitsOf(image);
    const completion = rowreader.complete(name, bits, row, seed, count);
    steps.forEach((step) => completion.advance(step));
    return completion.samples.map(({bits, logits}) => [[...bits], [...logits]]);
}"""
LOGITS = """([name, images]) => [...Array(images).keys()].map((k) =>
    [...rowreader.read(name, rowreader.test.bitsOf(k)).logits].slice(1))"""
# The whole chain makes it: two networks, quickly trained.
PREDICTION = {"sizes": ["4", "2x3"], "epochs": 1, "batch_size": 50, "ablation": [], "seeds": [5]}


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """(path, {name: Keras model}, images)"""
    return write_page(tmp_path_factory.mktemp("prediction"))


@pytest.fixture
def page(visit, made):
    """The page with every pixel of its first samples drawn."""
    opened = visit(made[0])
    opened.click("#finish")
    return opened


def state(page):
    return page.evaluate(STATE)


def bits(page):
    return np.array(page.evaluate("[...rowreader.store.state.bits]")).reshape(28, 28)


def completion(page):
    """(known, position, bits (samples, 784), logits (samples, 784), logits of the truth)"""
    found = page.evaluate(COMPLETION)
    drawn, logits = (np.array([sample[k] for sample in found["samples"]], float) for k in (0, 1))
    return found["known"], found["position"], drawn, logits, np.array(found["truth"], float)


def complete(page, name, row=14, seed=0, count=3, steps=(784,), image=0):
    """The bits and the logits of samples, (count, 784) each."""
    samples = page.evaluate(COMPLETE, [name, image, row, seed, count, list(steps)])
    return [np.array([sample[k] for sample in samples], float) for k in (0, 1)]


def keras_logits(model, images):
    pixels = images.reshape(len(images), 784, 1).astype(np.float32)
    return model.predict(pixels, verbose=0)[:, :-1, 0]


def costs(logits, drawn):
    return np.logaddexp(0, np.where(drawn, -logits, logits))


def stop_clock(page):
    """Time goes on by page.clock.run_for alone."""
    page.clock.install(time=0)
    page.clock.pause_at(1)


def at(page, row, column):
    box = page.locator("#paper").bounding_box()
    return (
        box["x"] + (column - 0.5) * box["width"] / 28,
        box["y"] + (row - 0.5) * box["height"] / 28,
    )


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_predicts_as_keras_and_the_stepper_do(page, made, name):
    _, models, images = made
    here = np.array(page.evaluate(LOGITS, [name, len(images)]))
    np.testing.assert_allclose(here, keras_logits(models[name], images), atol=1e-4)
    exact, _ = stepper(models[name], np.float64).read(images.reshape(len(images), 784))
    np.testing.assert_allclose(here, exact[:, :-1], atol=1e-5)


def test_the_page_of_the_chain_predicts_real_images_as_keras_does(visit, finished):
    settings = {"prediction": PREDICTION}
    done = finished.run("make_prediction_page", settings=settings)
    assert done.returncode == 0, done.stdout
    images, _ = load_part(finished.results / "data/binarized.npz", "test")
    page = visit(finished.results / "prediction/report/00000000_DL_hw4.html")
    assert page.locator("#provenance").inner_text().startswith("Made by rowreader (")
    for name in ("gru-4", "gru-2x3"):
        path = finished.results / f"prediction/runs/{name}/seed-5/model.keras"
        want = keras_logits(keras.saving.load_model(path), images[:50])
        np.testing.assert_allclose(page.evaluate(LOGITS, [name, 50]), want, atol=1e-4)
    assert "make_prediction_page" not in finished.plan()


@pytest.mark.parametrize("name", NETWORKS)
def test_a_finished_sample_has_the_logits_that_its_pixels_give(page, made, name):
    drawn, logits = complete(page, name)
    assert (drawn[:, :392] == made[2][0].reshape(-1)[:392]).all()
    want = keras_logits(made[1][name], drawn)
    np.testing.assert_allclose(logits[:, 1:], want, atol=1e-4)


def test_samples_come_from_the_seed_however_they_are_drawn(page):
    first, _ = complete(page, "gru-5", seed=7)
    for other in ({"steps": [1] * 392}, {"steps": [100, 5, 784]}, {"count": 5}):
        again, _ = complete(page, "gru-5", seed=7, **other)
        assert (again[:3] == first).all()
    assert (complete(page, "gru-5", seed=8)[0] != first).any(1).all()
    assert len(np.unique(first, axis=0)) == 3


def test_pixels_are_drawn_as_often_as_the_network_says(page):
    """The first two pixels after the line: the first alone, the second given each first."""
    found = page.evaluate("""() => {
        const bits = rowreader.test.bitsOf(0);
        const completion = rowreader.complete('gru-6', bits, 14, 1, 4000);
        completion.advance(2);
        return completion.samples.map(({bits, logits}) =>
            [bits[392], bits[393], logits[392], logits[393]]);
    }""")
    first, second, first_logits, second_logits = np.array(found).T
    groups = [(first, first_logits)]
    groups += [(second[first == k], second_logits[first == k]) for k in (0, 1)]
    for pixels, logits in groups:
        assert len(pixels) > 200 and len(np.unique(logits)) == 1
        probability = 1 / (1 + np.exp(-logits[0]))
        error = np.sqrt(probability * (1 - probability) / len(pixels))
        assert abs(pixels.mean() - probability) < 4 * error


def test_the_numbers_are_the_cross_entropies_of_samples_and_of_the_true_rest(page, made):
    known, position, drawn, logits, truth = completion(page)
    assert (known, position) == (392, 784)
    nats = costs(logits[:, known:], drawn[:, known:]).sum(1)
    shown = [text.split()[0] for text in page.locator("#samples small").all_inner_texts()]
    assert shown == [f"{value:.1f}" for value in nats]
    assert page.inner_text("#samples-nats") == f"{nats.mean():.1f}"
    assert page.inner_text("#samples-mean") == f"{nats.mean() / 392:.3f}"
    image = made[2][state(page)["image"]].reshape(-1)
    want = costs(truth[known:], image[known:]).sum()
    assert page.inner_text("#truth-nats") == f"{want:.1f}"
    keras_truth = keras_logits(made[1]["gru-5"], image[None])[0]
    np.testing.assert_allclose(truth[1:], keras_truth, atol=1e-4)
    assert page.inner_text("#summary").startswith("GRU 5: 392 of 392 pixels drawn; the samples")


def test_the_grey_of_a_pixel_is_its_probability(page):
    *_, drawn, logits, _ = completion(page)
    grey = "#samples figure:nth-child(2) canvas[tabindex]"
    picture = page.locator(grey).evaluate("""(canvas) => {
        const {width, height} = canvas;
        return [height, width, [...canvas.getContext('2d').getImageData(0, 0, width, height).data]];
    }""")
    height, width, colours = picture
    colours = np.array(colours).reshape(height, width, 4)
    for row, column in ((5, 3), (11, 27), (20, 8), (27, 20)):
        want = 255 / (1 + np.exp(logits[1, 28 * row + column]))
        found = colours[int((row + 0.5) * height / 28), int((column + 0.5) * width / 28)]
        np.testing.assert_allclose(found, [want, want, want, 255], atol=1)
    page.locator(grey).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    probability = 1 / (1 + np.exp(-logits[1, 29]))
    assert page.inner_text("#readout") == (
        f"sample 2, row 2, column 2: no ink, probability of ink {probability:.3f}"
    )


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
    page = visit(made[0], has_touch=True, viewport={"width": 390, "height": 844})
    page.click("#clear")
    page.locator("#paper").scroll_into_view_if_needed()
    page.touchscreen.tap(*at(page, 12, 10))
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
