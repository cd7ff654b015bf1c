"""A stock model through TensorFlow's own fused cells, BlockLSTMV2 and GRUBlockCell.

BlockLSTMV2 runs a layer over all steps, GRUBlockCell does one step, with the reset gate before the
product. Their gradients are called here: for the LSTM, TensorFlow 2.21 registers that of
BlockLSTM, whose columns are in another order, and for the GRU none.
"""

import keras
import tensorflow as tf
from rowreader.cells.lookup import cell_of


class BlockModel(keras.Model):
    """Computes the function of a stock keras.Sequential with its variables."""

    def __init__(self, stock):
        super().__init__()
        self.stock, self.built = stock, True

    def call(self, x, training=False):
        for layer in self.stock.layers:
            if not (cell := cell_of(layer)):
                x = layer(x, training=training)
                continue
            weights = [tf.convert_to_tensor(variable) for variable in layer.trainable_variables]
            states = {"lstm": lstm, "gru": gru}[cell.name](*weights, tf.transpose(x, (1, 0, 2)))
            x = tf.transpose(states, (1, 0, 2)) if layer.return_sequences else states[-1]
        return x


@tf.custom_gradient
def lstm(kernel, recurrent, bias, x):
    """All hidden states (steps, batch, units) of a layer; x: (steps, batch, features)."""
    zero = tf.zeros((tf.shape(x)[1], recurrent.shape[0]), x.dtype)
    inputs = {
        "seq_len_max": tf.cast(x.shape[0], tf.int64),
        "x": x,
        "cs_prev": zero,
        "h_prev": zero,
        "w": tf.concat([kernel, recurrent], 0),  # columns i, f, candidate, o, as Keras's
        **dict.fromkeys(("wci", "wcf", "wco"), tf.zeros(recurrent.shape[0], x.dtype)),
        "b": bias,
        "use_peephole": False,
    }
    outputs = tf.raw_ops.BlockLSTMV2(**inputs, cell_clip=-1.0)

    def gradient(d_h):
        d = tf.raw_ops.BlockLSTMGradV2(
            **inputs, **outputs._asdict(), cs_grad=tf.zeros_like(d_h), h_grad=d_h
        )
        d_kernel, d_recurrent = tf.split(d.w_grad, [kernel.shape[0], recurrent.shape[0]])
        return d_kernel, d_recurrent, d.b_grad, d.x_grad

    return outputs.h, gradient


def gru(kernel, recurrent, bias, x):
    """All hidden states (steps, batch, units) of a layer; x: (steps, batch, features)."""
    z, r, candidate = tf.split(tf.concat([kernel, recurrent], 0), 3, 1)
    z_bias, r_bias, candidate_bias = tf.split(bias, 3)
    weights = tf.concat([r, z], 1), candidate, tf.concat([r_bias, z_bias], 0), candidate_bias
    state, states = tf.zeros((tf.shape(x)[1], recurrent.shape[0]), x.dtype), []
    for step in tf.unstack(x):
        state = gru_step(step, state, *weights)
        states.append(state)
    return tf.stack(states)


@tf.custom_gradient
def gru_step(x, h, gates, candidate, gates_bias, candidate_bias):
    weights = {"w_ru": gates, "w_c": candidate, "b_ru": gates_bias, "b_c": candidate_bias}
    r, u, c, after = tf.raw_ops.GRUBlockCell(x=x, h_prev=h, **weights)

    def gradient(d_after):
        d_x, d_h, d_candidate, d_gates = tf.raw_ops.GRUBlockCellGrad(
            x=x, h_prev=h, **weights, r=r, u=u, c=c, d_h=d_after
        )
        return (
            d_x,
            d_h,
            tf.matmul(tf.concat([x, h], 1), d_gates, transpose_a=True),
            tf.matmul(tf.concat([x, r * h], 1), d_candidate, transpose_a=True),
            tf.reduce_sum(d_gates, 0),
            tf.reduce_sum(d_candidate, 0),
        )

    return after, gradient
