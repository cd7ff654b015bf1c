"""The fused recurrence: LSTM and GRU over all steps, with back-propagation through time by hand.

It computes the same function as Keras's LSTM and GRU layers (sigmoid gates, tanh, GRU with
reset_after=False), several times faster on a CPU:

- feature-major tensors (features, batch): the slice of one gate is contiguous memory;
- the steps are unrolled in the graph, without a loop's bookkeeping;
- one gradient for the whole layer: each weight gradient is one matrix product over all steps,
  where automatic differentiation would add up one product per step.

Sources: Hochreiter & Schmidhuber 1997 and Gers et al. 2000 (LSTM), Cho et al. 2014 (GRU), Werbos
1990 (back-propagation through time). Weights come in Keras's layout and order of gates, and are
reordered here.
"""

import tensorflow as tf

sigmoid_grad = tf.raw_ops.SigmoidGrad  # y (1 - y) dy in one pass
tanh_grad = tf.raw_ops.TanhGrad  # (1 - y²) dy in one pass


def lstm(inputs, kernel, recurrent_kernel, bias, return_sequences=False):
    """Run an LSTM layer from the zero state.

    inputs: list of steps, each (features, batch). kernel: (features, 4 units) and
    recurrent_kernel: (units, 4 units), bias: (4 units,), gates in Keras's order i, f, c, o.
    Returns the last hidden state (units, batch), or the list of all with return_sequences.
    """
    weights = (_sigmoids_first(w) for w in (kernel, recurrent_kernel, bias[None]))
    return _run(_lstm, inputs, *weights, return_sequences)


def gru(inputs, kernel, recurrent_kernel, bias, return_sequences=False):
    """Run a GRU layer with the reset gate applied before the product, from the zero state.

    Like `lstm`, with 3 units columns in Keras's order z, r, candidate; h = z h + (1 - z) candidate.
    """
    return _run(_gru, inputs, kernel, recurrent_kernel, bias[None], return_sequences)


def _sigmoids_first(weights):
    """Reorder i, f, c, o to i, f, o, c, so that one sigmoid serves three gates."""
    i, f, c, o = tf.split(weights, 4, axis=1)
    return tf.concat([i, f, o, c], axis=1)


def _run(layer, inputs, kernel, recurrent_kernel, bias, return_sequences):
    weights = (tf.transpose(w) for w in (kernel, recurrent_kernel, bias))

    @tf.custom_gradient
    def apply(kernel, recurrent_kernel, bias, *inputs):
        return layer(kernel, recurrent_kernel, bias, inputs, return_sequences)

    states = apply(*weights, *inputs)
    return list(states) if return_sequences else states


def _lstm(kernel, recurrent_kernel, bias, inputs, return_sequences):
    units = recurrent_kernel.shape[1]
    gates, candidates, cells, squashed, hiddens = [], [], [], [], []  # per step
    for x in inputs:
        z = kernel @ x + bias
        if hiddens:
            z += recurrent_kernel @ hiddens[-1]
        gate = tf.sigmoid(z[: 3 * units])
        candidate = tf.tanh(z[3 * units :])
        i, f, o = tf.split(gate, 3)
        cell = i * candidate
        if cells:
            cell += f * cells[-1]
        gates.append((gate, i, f, o))
        candidates.append(candidate)
        cells.append(cell)
        squashed.append(tf.tanh(cell))
        hiddens.append(o * squashed[-1])

    def gradient(*upstream):
        recurrent, into_z = tf.transpose(recurrent_kernel), []  # into_z: last step first
        d_hidden = d_cell = None
        for t in reversed(range(len(inputs))):
            gate, i, f, o = gates[t]
            d_hidden = _add_upstream(d_hidden, upstream, t, len(inputs))
            d_squashed = tanh_grad(y=squashed[t], dy=d_hidden * o)
            d_cell = d_squashed if d_cell is None else d_cell + d_squashed
            before = cells[t - 1] if t else tf.zeros_like(d_cell)
            d_gate = tf.concat([d_cell * candidates[t], d_cell * before, d_hidden * squashed[t]], 0)
            d_candidate = tanh_grad(y=candidates[t], dy=d_cell * i)
            d_z = tf.concat([sigmoid_grad(y=gate, dy=d_gate), d_candidate], 0)
            into_z.append(d_z)
            if t:
                d_hidden = recurrent @ d_z
                d_cell *= f
        d_recurrent = _product_over_steps(into_z[:-1], hiddens[-2::-1])
        return _weight_gradients(kernel, inputs, into_z, d_recurrent, recurrent_kernel)

    return (tuple(hiddens) if return_sequences else hiddens[-1]), gradient


def _gru(kernel, recurrent_kernel, bias, inputs, return_sequences):
    units = recurrent_kernel.shape[1]
    recurrent_gates, recurrent_candidate = (
        recurrent_kernel[: 2 * units],
        recurrent_kernel[2 * units :],
    )
    gates, candidates, resets, hiddens = [], [], [], []  # per step; resets: r h
    for x in inputs:
        from_input = kernel @ x + bias
        z_gates, z_candidate = from_input[: 2 * units], from_input[2 * units :]
        if hiddens:
            z_gates += recurrent_gates @ hiddens[-1]
        gate = tf.sigmoid(z_gates)
        z, r = tf.split(gate, 2)
        if hiddens:
            resets.append(r * hiddens[-1])
            z_candidate += recurrent_candidate @ resets[-1]
        candidate = tf.tanh(z_candidate)
        hidden = (
            candidate - z * candidate if not hiddens else candidate + z * (hiddens[-1] - candidate)
        )
        gates.append((gate, z, r))
        candidates.append(candidate)
        hiddens.append(hidden)

    def gradient(*upstream):
        from_gates, from_candidate = (
            tf.transpose(recurrent_gates),
            tf.transpose(recurrent_candidate),
        )
        into_z, into_gates, into_candidates = [], [], []  # last step first
        d_hidden = None
        for t in reversed(range(len(inputs))):
            gate, z, r = gates[t]
            before = hiddens[t - 1] if t else tf.zeros_like(candidates[t])
            d_hidden = _add_upstream(d_hidden, upstream, t, len(inputs))
            kept = d_hidden * z
            d_candidate = tanh_grad(y=candidates[t], dy=d_hidden - kept)
            d_z = d_hidden * (before - candidates[t])
            d_reset = from_candidate @ d_candidate if t else tf.zeros_like(d_z)
            d_gate = sigmoid_grad(y=gate, dy=tf.concat([d_z, d_reset * before], 0))
            into_gates.append(d_gate)
            into_candidates.append(d_candidate)
            into_z.append(tf.concat([d_gate, d_candidate], 0))
            if t:
                d_hidden = tf.add_n([kept, d_reset * r, from_gates @ d_gate])
        d_recurrent = None
        if resets:
            d_recurrent = tf.concat(
                [
                    _product_over_steps(into_gates[:-1], hiddens[-2::-1]),
                    _product_over_steps(into_candidates[:-1], resets[::-1]),
                ],
                0,
            )
        return _weight_gradients(kernel, inputs, into_z, d_recurrent, recurrent_kernel)

    return (tuple(hiddens) if return_sequences else hiddens[-1]), gradient


def _add_upstream(d_hidden, upstream, t, steps):
    """Add the gradient that reaches hidden state t from outside the layer: with one upstream
    tensor only the last state is used outside."""
    if len(upstream) == steps:
        return upstream[t] if d_hidden is None else d_hidden + upstream[t]
    return upstream[0] if d_hidden is None else d_hidden


def _product_over_steps(left, right):
    """Sum over the steps of left[t] @ right[t]ᵀ as one product; None without steps."""
    if not left:
        return None
    return tf.matmul(tf.concat(left, 1), tf.concat(right, 1), transpose_b=True)


def _weight_gradients(kernel, inputs, into_z, d_recurrent, recurrent_kernel):
    """The gradients of kernel, recurrent kernel, bias, and each input; into_z: last step first."""
    all_z = tf.concat(into_z, 1)
    d_kernel = tf.matmul(all_z, tf.concat(inputs[::-1], 1), transpose_b=True)
    d_bias = tf.reduce_sum(all_z, 1, keepdims=True)
    if d_recurrent is None:
        d_recurrent = tf.zeros_like(recurrent_kernel)
    into_inputs = tf.transpose(kernel)
    return (d_kernel, d_recurrent, d_bias, *(into_inputs @ d_z for d_z in into_z[::-1]))
