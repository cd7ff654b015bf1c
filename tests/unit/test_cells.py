"""What each cell says of itself is so; a third one needs a class and its place in CELLS alone."""

import numpy as np
import pytest
from defaults import DEFAULTS, MODELS, SCHEMA, TRAINING
from make_notebook import settings_of
from rowreader.cells import CELLS, cell_of
from rowreader.cells.cell import Cell
from rowreader.cells.steps import run
from rowreader.networks.build import build_model
from rowreader.networks.cost import multiplications, training_cost
from rowreader.networks.fused import uses_fused
from rowreader.report.titles import title
from rowreader.run.config import check_config
from rowreader.run.errors import UserError
from rowreader.run.names import model_names
from rowreader.training.fit import fit


class VanillaRNN(Cell):
    """Elman 1990: h = tanh(W x + U h + b). No gates, no fused form."""

    name, title, layer = "rnn", "RNN", "SimpleRNN"
    states = ("h",)
    columns = ("candidate",)

    def step(self, x, state, kernel, recurrent_kernel, bias):
        (h,) = state
        return (np.tanh(x @ kernel + h @ recurrent_kernel + bias),), {}


@pytest.fixture
def third(monkeypatch):
    monkeypatch.setitem(CELLS, "rnn", VanillaRNN())


@pytest.fixture
def every_cell(third):
    return CELLS.values()


def test_its_step_in_numpy_is_that_of_the_library(every_cell):
    inputs = np.random.default_rng(0).normal(size=(3, 5, 4)).astype(np.float32)
    for cell in every_cell:
        layer = cell.layer_class(6, return_sequences=True, **cell.layer_options(MODELS))
        want = layer(inputs)
        weights = [variable.numpy() for variable in layer.trainable_variables]
        history = run(cell.name, inputs, weights)
        np.testing.assert_allclose(history["h"], want, rtol=0, atol=1e-6)
        np.testing.assert_array_equal(
            run(cell.name, inputs, weights, every=2)["h"], history["h"][:, [1, 3]]
        )
        assert cell_of(layer) is cell
        assert weights[1].shape == (6, 6 * len(cell.columns))
        assert set(history) >= {*cell.states, *cell.gates}
        for gate in cell.gates:
            assert gate in cell.columns
            assert ((history[gate] > 0) & (history[gate] < 1)).all()


def test_a_bias_on_the_block_of_a_gate_moves_that_gate_alone():
    for cell in CELLS.values():
        for gate in cell.gates:
            bias = np.zeros((len(cell.columns), 2))
            bias[cell.columns.index(gate)] = 3
            zeros = np.zeros((2, 2 * len(cell.columns)))
            history = run(cell.name, np.zeros((1, 1, 2)), (zeros, zeros, bias.ravel()))
            moved = {name for name in cell.gates if not np.allclose(history[name], 0.5)}
            assert moved == {gate}


def test_a_third_cell_is_configured_named_built_and_costed(third):
    config = check_config({"models": {"cells": ["rnn", "gru", "lstm"], "sizes": ["32"]}}, SCHEMA)
    assert model_names(config["models"]) == ["rnn-32", "gru-32", "lstm-32"]
    assert title("rnn-2x32") == "RNN 2 × 32"
    model = build_model("rnn-2x5", MODELS)
    assert [layer.name for layer in model.layers[1:3]] == ["rnn_1", "rnn_2"]
    assert multiplications(model) == 28 * (28 * 5 + 2 * 10 * 5) + 5 * 5 + 50
    assert training_cost("rnn-64") < training_cost("gru-64") < training_cost("lstm-64")
    with pytest.raises(UserError, match="cells.0 = 'esn': must be one of lstm, gru, rnn"):
        check_config({"models": {"cells": ["esn"]}}, SCHEMA)


def test_a_cell_without_fused_form_trains_by_the_stock_layers_or_says_so(third, tmp_path):
    model = build_model("rnn-3", MODELS, 6, 4)
    assert not uses_fused(model, "auto")
    before = model.get_weights()
    rng = np.random.default_rng(0)
    data = rng.integers(0, 2, (20, 6, 4), np.uint8), rng.integers(0, 10, 20).astype(np.int32)
    history = fit(model, data, data, {**TRAINING, "epochs": 1, "batch_size": 10}, 0, tmp_path, "")
    assert len(history) == 1 and not np.allclose(before[0], model.get_weights()[0])
    with pytest.raises(UserError, match="training.recurrence = 'fused': RNN has no fused form"):
        uses_fused(model, "fused")
    settings = {"models": {"cells": ["lstm", "gru", "rnn"]}, "training": {"recurrence": "fused"}}
    with pytest.raises(UserError, match="training.recurrence = 'fused': RNN has no fused form"):
        check_config(settings, SCHEMA)
    settings = {"prediction": {"cells": ["rnn"]}, "training": {"recurrence": "fused"}}
    with pytest.raises(UserError, match="training.recurrence = 'fused': RNN has no fused form"):
        check_config(settings, SCHEMA)


def test_a_cell_without_gates_has_none_to_start_open(third):
    settings = {"cells": ["rnn"], "gate_bias": "keras"}
    with pytest.raises(UserError, match="gate bias chrono: RNN has no gate that keeps its state"):
        check_config({"prediction": settings}, SCHEMA)
    assert check_config({"prediction": {**settings, "ablation": []}}, SCHEMA)


def test_a_third_cell_stands_in_the_notebook(third):
    cells = settings_of(list(CELLS), DEFAULTS["models"], {}, {}, {})["cells"]
    assert cells["rnn"]["layer"] == "SimpleRNN" and set(cells) == {"lstm", "gru", "rnn"}
