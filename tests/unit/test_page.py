"""The page's data and HTML, without a browser."""

import base64
import json
import re
import zlib

import keras
import numpy as np
import pytest
from defaults import MODELS
from keras import layers
from rowreader.cells import CELLS
from rowreader.cells.cell import Cell
from rowreader.networks.build import build_model
from rowreader.report import page, page_networks

TEXTS = {"left_out": [], "provenance": "Made by <us> & them"}


def unpacked(part):
    content = zlib.decompress(base64.b64decode(part["content"]))
    return np.frombuffer(content, part["type"]).reshape(part["shape"])


def test_arrays_are_packed_as_little_endian_float32_and_bytes():
    floats = np.arange(6, dtype=">f8").reshape(2, 3) / 3
    np.testing.assert_array_equal(unpacked(page.packed(floats)), floats.astype(np.float32))
    np.testing.assert_array_equal(unpacked(page.packed(np.array([0, 255]))), [0, 255])
    with pytest.raises(ValueError):
        page.packed(np.array([256]))


def test_the_weights_are_those_of_the_layers_in_order():
    model = build_model("gru-4", MODELS)
    data = page_networks.network_data(model)
    assert [layer["kind"] for layer in data["layers"]] == ["dense", "gru", "relu", "dense", "dense"]
    flat = np.concatenate([weight.ravel() for weight in model.get_weights()])
    np.testing.assert_array_equal(unpacked(data["weights"]), flat)
    assert [shape for layer in data["layers"] for shape in layer["shapes"]] == [
        list(weight.shape) for weight in model.get_weights()
    ]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (layers.SimpleRNN(3), "no twin of the layer SimpleRNN"),
        (layers.GRU(3, activation="relu"), "GRU has activation = 'relu'"),
        (layers.LSTM(3, go_backwards=True), "LSTM has go_backwards = True"),
    ],
)
def test_a_layer_without_a_twin_is_named(cell, reason):
    model = keras.Sequential([layers.Input((28, 28)), cell, layers.Dense(10)])
    with pytest.raises(page_networks.NoTwin, match=reason):
        page_networks.network_data(model)


def test_the_twin_of_a_cell_is_called_like_the_cell(monkeypatch):
    class VanillaRNN(Cell):
        name, title, layer = "rnn", "RNN", "SimpleRNN"

    monkeypatch.setitem(CELLS, "rnn", VanillaRNN())
    monkeypatch.setattr(page_networks, "cell_twins", lambda: {"rnn"})
    data = page_networks.network_data(build_model("rnn-4", MODELS))
    assert [layer["kind"] for layer in data["layers"]] == ["dense", "rnn", "relu", "dense", "dense"]


def test_text_and_data_cannot_become_markup():
    html = page.render_page(TEXTS, {"title": "</script><script>alert(1)</script>"})
    assert "Made by &lt;us&gt; &amp; them" in html and "alert(1)</script>" not in html
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', html)[1]
    assert json.loads(data)["title"].startswith("</script>")


def test_the_page_names_no_host():
    html = page.render_page(TEXTS, {})
    assert "default-src 'none'" in html
    assert "//" not in re.sub(r"^\s*// .*|(?<=;) // .*", "", html, flags=re.MULTILINE)


def test_the_colours_are_the_reports():
    table = unpacked(page.colours()["sequential"])
    assert table.shape == (256, 3)
    np.testing.assert_allclose(table[[0, -1]], [[0, 34, 78], [254, 232, 56]], atol=1)
