"""What the page of the second study computes is what Keras computes."""

import keras
import numpy as np
import pytest
from rowreader.data.images import load_part
from rowreader.networks.stepper import stepper

from ...unit.prediction_pages import NETWORKS
from ..acting import state
from .samples import LOGITS, complete, completion, costs, keras_logits

# The whole chain makes it: two networks, quickly trained.
PREDICTION = {"sizes": ["4", "2x3"], "epochs": 1, "batch_size": 50, "ablation": [], "seeds": [5]}


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
