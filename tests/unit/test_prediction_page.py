"""What the page of completions is given, without a browser."""

import base64
import json
import re
import zlib

import numpy as np
import pytest
from prediction_pages import COSTS, LABELS, NETWORKS, write_page
from rowreader.report import page_networks
from rowreader.report.page import PREDICTION_FOLDER, render_page
from rowreader.report.titles import title
from rowreader.run.errors import UserError


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return write_page(tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def data(written):
    html = written[0].read_text(encoding="utf-8")
    return json.loads(re.search(r'type="application/json" id="data">(.*?)</script>', html)[1])


def unpacked(part):
    content = zlib.decompress(base64.b64decode(part["content"]))
    return np.frombuffer(content, part["type"]).reshape(part["shape"])


def test_it_holds_every_network_with_its_weights_and_the_cost_of_its_seed(written, data):
    assert [entry["name"] for entry in data["networks"]] == list(NETWORKS)
    for entry in data["networks"]:
        assert entry["title"] == title(entry["name"])
        assert entry["nats_per_pixel"] == pytest.approx(COSTS[entry["name"]])
        weights = written[1][entry["name"]].get_weights()
        want = np.concatenate([weight.ravel() for weight in weights])
        np.testing.assert_array_equal(unpacked(entry["weights"]), want)
        kinds = [layer["kind"] for layer in entry["layers"]]
        assert kinds[0] == kinds[-1] == "dense" and set(kinds[1:-1]) <= {"gru", "lstm"}


def test_it_holds_all_test_images_and_offers_the_first_of_each_digit(written, data):
    bits = np.unpackbits(unpacked(data["images"]), axis=1)
    np.testing.assert_array_equal(bits.reshape(-1, 28, 28), written[2])
    assert unpacked(data["labels"]).tolist() == LABELS.tolist()
    assert data["tops"] == [3, 2, 1, 4, 0, 7]  # of the digits 0, 1, 2, 4, 7, 9


def test_it_names_what_made_it_and_no_host(written):
    html = written[0].read_text(encoding="utf-8")
    assert "Made by rowreader (without git)" in html and "on &lt;a processor&gt;" in html
    assert "default-src 'none'" in html
    code = render_page({"left_out": [], "provenance": ""}, {}, PREDICTION_FOLDER)
    assert "//" not in re.sub(r"^\s*// .*|(?<=;) // .*", "", code, flags=re.MULTILINE)


def test_a_page_without_any_network_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(page_networks, "cell_twins", lambda: set())
    with pytest.raises(UserError, match="GRU 5 is left out: the page has no twin of the layer GRU"):
        write_page(tmp_path)
    assert not (tmp_path / "page.html").exists()
