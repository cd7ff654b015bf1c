"""What the page computes is what Keras computes."""

import keras
import numpy as np
import pytest
from rowreader.cells.lookup import cell_of
from rowreader.data.images import load_part

from .sample import SETTINGS

IMAGES = 50
LOGITS = """([name, images]) => [...Array(images).keys()].map((k) =>
    rowreader.read(name, rowreader.test.bitsOf(k)).logits.map((row) => [...row]))"""


def logits_on(page, name):
    return np.array(page.evaluate(LOGITS, [name, IMAGES]))


def logits_of(model, images):
    """Keras's logits after each row, (n, 28, 10): the head on each state of the last cell, as if
    it were the last state."""
    last = max(n for n, layer in enumerate(model.layers) if cell_of(layer))
    cell = model.layers[last]
    every_step = type(cell).from_config({**cell.get_config(), "return_sequences": True})
    hidden = every_step(cell.input)
    every_step.set_weights(cell.get_weights())
    images = images[:IMAGES].astype("float32")
    states = keras.Model(model.inputs, hidden).predict(images, verbose=0)
    every = states.shape[1] // 28
    values = states[:, every - 1 :: every].reshape(-1, states.shape[-1])
    for layer in model.layers[last + 1 :]:
        values = layer(values)
    return np.asarray(values).reshape(len(images), 28, 10)


def test_every_network_of_the_chain_reads_as_keras_does(visit, html, finished):
    images, _ = load_part(finished.results / "data/binarized.npz", "test")
    page = visit(html)
    names = page.evaluate("[...rowreader.networks.keys()]")
    assert names == ["lstm-4", "lstm-2x3", "gru-4", "gru-2x3"]
    for name in names:
        model = keras.saving.load_model(finished.results / f"runs/{name}/seed-5/model.keras")
        np.testing.assert_allclose(logits_on(page, name), logits_of(model, images), atol=1e-4)


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_of_a_network_is_computed(page, small, name):
    _, models, images = small
    np.testing.assert_allclose(logits_on(page, name), logits_of(models[name], images), atol=1e-4)
