"""The bench's peers compute what the stock layers compute: a wrong one may be fast."""

import sys
from pathlib import Path

import numpy as np
import pytest
from comparing import random_batch, randomize
from defaults import MODELS
from rowreader.networks.build import build_model
from test_recurrence import loss_and_gradients

sys.path.append(str(Path(__file__).parents[1] / "bench"))

from block_cells import BlockModel


@pytest.mark.parametrize("name", ["lstm-2x5", "gru-2x5"])
def test_tensorflows_fused_cells_have_the_outputs_and_gradients_of_the_stock_layers(name):
    stock = build_model(name, MODELS, 6, 4)
    randomize(stock, 0)
    images, labels = random_batch(0, 7, 6, 4)
    want = loss_and_gradients(stock, stock, images, labels)
    got = loss_and_gradients(BlockModel(stock), stock, images, labels)
    for one, other in zip([got[0], *got[2]], [want[0], *want[2]], strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-5)
