"""The LSTM: Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000, no peepholes.

i, f, o = sigmoid(W x + U h + b)       input, forget and output gate, each its own W, U, b
a       = tanh(W x + U h + b)          candidate; Keras's c
c       = f c_before + i a             the cell, which only gates touch
h       = o tanh(c)                    what it shows
"""

import numpy as np
from scipy.special import expit as sigmoid

from .cell import Cell


class LSTM(Cell):
    name, title, layer = "lstm", "LSTM", "LSTM"
    states = ("h", "c")
    columns = ("i", "f", "candidate", "o")
    gates = {"i": "input", "f": "forget", "o": "output"}
    memory = {"f": 1, "i": -1}
    options = ("unit_forget_bias",)
    products = (4,)  # all that an LSTM computes from x and h, it computes from the same h

    def step(self, x, state, kernel, recurrent_kernel, bias):
        h, c = state
        z_i, z_f, z_c, z_o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=1)
        i, f, o, candidate = sigmoid(z_i), sigmoid(z_f), sigmoid(z_o), np.tanh(z_c)
        c = f * c + i * candidate
        return (o * np.tanh(c), c), {"i": i, "f": f, "o": o, "candidate": candidate}

    def fused_order(self, weights):
        """Bring i, f, candidate, o to i, f, o, candidate, so that one sigmoid serves three gates:
        a pass over one block of memory is cheaper than three."""
        import tensorflow as tf

        i, f, candidate, o = tf.split(weights, 4, axis=-1)
        return tf.concat([i, f, o, candidate], axis=-1)

    def fused_step(self, weights, seen, state):
        import tensorflow as tf

        h, c = state[:1], state[1:]
        read = tf.concat([*seen, *h], 0)
        z = weights[0] @ read
        units = z.shape[0] // 4
        into_gates, into_candidate = tf.split(z, [3 * units, units])
        candidate = tf.tanh(into_candidate)
        i, f, o = tf.split(tf.sigmoid(into_gates), 3)
        c = tf.add_n([i * candidate, *(f * before for before in c)])
        squashed = tf.tanh(c)
        return (o * squashed, c), [read], (i, f, o, candidate, squashed)

    def fused_gradient(self, recurrent, kept, state, d_state):
        import tensorflow as tf

        sigmoid_grad = tf.raw_ops.SigmoidGrad  # from the gate's value y: y (1 - y) dy in one pass
        tanh_grad = tf.raw_ops.TanhGrad  # (1 - y²) dy in one pass
        i, f, o, candidate, squashed = kept
        d_h, d_c = d_state
        # h = o tanh(c): the cell's gradient comes through what is shown now ...
        through_h = tanh_grad(y=squashed, dy=d_h * o)
        # ... and through the next step's cell: along f alone, the "constant error carousel".
        d_c = through_h if d_c is None else d_c + through_h
        before = state[1] if state else tf.zeros_like(d_c)
        d_z = tf.concat(
            [
                sigmoid_grad(y=i, dy=d_c * candidate),
                sigmoid_grad(y=f, dy=d_c * before),
                sigmoid_grad(y=o, dy=d_h * squashed),
                tanh_grad(y=candidate, dy=d_c * i),
            ],
            0,
        )
        return [d_z], (recurrent[0] @ d_z, d_c * f) if state else ()
