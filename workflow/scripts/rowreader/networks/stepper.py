"""A pixel predictor in numpy, step by step: its state can be kept, copied and gone on from.

Samples and fillings need what Keras's `predict` does not give: many ways on from one state. The
weights and the cells' steps are those of the stock model, and a test holds the logits to it.
"""

import dataclasses

import numpy as np

from ..cells.lookup import cell_of
from ..run.errors import UserError


@dataclasses.dataclass(frozen=True)
class Stepper:
    """layers: (cell, (kernel, recurrent kernel, bias)) of each recurrent layer; the first kernel
    reads pixels. head: the (units, 1) and (1,) that make a logit of the last layer's output.

    A state is a tuple of arrays (batch, units) for each layer.
    """

    layers: tuple
    head: tuple

    def start(self, batch):
        """The state before the first pixel."""
        return tuple(
            tuple(np.zeros((batch, len(weights[1])), weights[1].dtype) for _ in cell.states)
            for cell, weights in self.layers
        )

    def step(self, pixels, state):
        """Read a pixel of each sequence, (batch,) of zeros and ones; return the logits (batch,) of
        the next one, and the new state."""
        seen = pixels[:, None].astype(self.head[0].dtype)
        after = []
        for (cell, weights), before in zip(self.layers, state, strict=True):
            now, _ = cell.step(seen, before, *weights)
            after.append(now)
            seen = now[0]
        kernel, bias = self.head
        return (seen @ kernel + bias)[:, 0], tuple(after)

    def read(self, pixels, state=None):
        """Read pixels (batch, steps) from a state, or from the start; return the logits
        (batch, steps), where logit t is of the pixel after pixel t, and the last state."""
        state = self.start(len(pixels)) if state is None else state
        logits = np.empty(pixels.shape, self.head[0].dtype)
        for t in range(pixels.shape[1]):
            logits[:, t], state = self.step(pixels[:, t], state)
        return logits, state


def repeated(state, times):
    """The state with each sequence `times` times in a row."""
    return tuple(tuple(np.repeat(part, times, axis=0) for part in layer) for layer in state)


def stepper(model, dtype=np.float32):
    """Return the Stepper of a stock model: affine layer, recurrent layers, affine layer.

    The first affine layer is multiplied into the kernel behind it: nothing stands between them.
    """
    affine, *recurrent, head = model.layers
    cells = [cell_of(layer) for layer in recurrent]
    if not cells or None in cells or any(len(layer.weights) != n for layer, n in _weights(model)):
        raise UserError(f"{model.name} is no pixel predictor: affine, recurrent layers, affine")
    weights = [[w.numpy().astype(dtype) for w in layer.weights] for layer in recurrent]
    (into, offset), last = ([w.numpy().astype(dtype) for w in a.weights] for a in (affine, head))
    kernel, _, bias = weights[0]
    (bias if bias.ndim == 1 else bias[0])[:] += offset @ kernel  # see the GRU's two biases
    weights[0][0] = into @ kernel
    return Stepper(tuple(zip(cells, map(tuple, weights), strict=True)), tuple(last))


def load_stepper(path):
    """Return the Stepper of a saved predictor; a UserError if the file is damaged."""
    from .predictor import load_predictor

    return stepper(load_predictor(path))


def _weights(model):
    """Each layer, and how many arrays of weights the stepper knows of it."""
    affine, *recurrent, head = model.layers
    return [(affine, 2), *((layer, 3) for layer in recurrent), (head, 2)]
