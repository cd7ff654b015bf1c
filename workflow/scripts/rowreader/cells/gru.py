"""The GRU: Cho et al. 2014, with the reset gate before the product.

    z, r = sigmoid(W x + U h_before + b)         update and reset gate, each its own W, U, b
    a    = tanh(W x + U (r h_before) + b)        candidate
    h    = z h_before + (1 - z) a                z = 1 keeps the state

Keras's option reset_after is a later variant, made for cuDNN: a = tanh(W x + r (U h + b') + b).
"""

import numpy as np
from scipy.special import expit as sigmoid

from .cell import Cell


class GRU(Cell):
    name, title, layer = "gru", "GRU", "GRU"
    states = ("h",)
    columns = ("z", "r", "candidate")
    gates = {"z": "update", "r": "reset"}
    memory = {"z": 1}
    options = ("reset_after",)
    products = (2, 1)  # the candidate reads r h, so its product waits for the gates'

    def step(self, x, state, kernel, recurrent_kernel, bias):
        (h,) = state
        units = h.shape[1]
        # With reset_after there are two biases, a row each: b of the input and b' of the state.
        input_bias, state_bias = bias if bias.ndim == 2 else (bias, None)
        from_input = x @ kernel + input_bias
        if state_bias is None:
            from_state = h @ recurrent_kernel[:, : 2 * units]
        else:
            from_state = h @ recurrent_kernel + state_bias
        gates = sigmoid(from_input[:, : 2 * units] + from_state[:, : 2 * units])
        z, r = np.split(gates, 2, axis=1)
        if state_bias is None:
            reset = (r * h) @ recurrent_kernel[:, 2 * units :]
        else:
            reset = r * from_state[:, 2 * units :]
        candidate = np.tanh(from_input[:, 2 * units :] + reset)
        return (z * h + (1 - z) * candidate,), {"z": z, "r": r, "candidate": candidate}

    def not_fused(self, options):
        if options["reset_after"]:
            return "has no fused form with the reset gate after the product (reset_after)"
        return super().not_fused(options)

    def fused_step(self, weights, seen, state):
        import tensorflow as tf

        for_gates, for_candidate = weights
        read = tf.concat([*seen, *state], 0)
        gate = tf.sigmoid(for_gates @ read)
        z, r = tf.split(gate, 2)
        reset_read = tf.concat([*seen, *(r * h for h in state)], 0)
        candidate = tf.tanh(for_candidate @ reset_read)
        # z h + (1 - z) a with one product less; h is zero at first.
        h = candidate + z * (state[0] - candidate) if state else candidate - z * candidate
        return (h,), [read, reset_read], (gate, z, r, candidate)

    def fused_gradient(self, recurrent, kept, state, d_state):
        import tensorflow as tf

        gate, z, r, candidate = kept
        (d_h,) = d_state
        (before,) = state or (tf.zeros_like(candidate),)
        # h = a + z (h_before - a): what is kept goes straight back, the rest through the candidate.
        straight = d_h * z
        d_candidate = tf.raw_ops.TanhGrad(y=candidate, dy=d_h - straight)  # (1 - y²) dy
        d_z = d_h * (before - candidate)
        # The candidate read r h_before: its gradient splits between r and h_before.
        d_reset = recurrent[1] @ d_candidate if state else tf.zeros_like(d_z)
        d_gate = tf.raw_ops.SigmoidGrad(y=gate, dy=tf.concat([d_z, d_reset * before], 0))
        d_before = (tf.add_n([straight, d_reset * r, recurrent[0] @ d_gate]),) if state else ()
        return [d_gate, d_candidate], d_before
