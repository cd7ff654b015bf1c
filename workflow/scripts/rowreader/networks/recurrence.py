"""The fused recurrence: LSTM and GRU over all steps, with back-propagation through time by hand.

It computes the same function as Keras's LSTM and GRU layers (sigmoid gates, tanh, GRU with
reset_after=False), faster on a CPU (make bench measures it):

- feature-major tensors (features, batch): the slice of one gate is contiguous memory;
- the steps are unrolled in the graph, without a loop's bookkeeping;
- input, a constant one and the hidden state are one tensor, and kernel, bias and recurrent kernel
  one matrix: one product a step forward, one for the gradient of all weights;
- images that have shown no ink yet share one state, which is computed once: the batch may grow;
- a gradient by hand, which keeps only what it needs and computes nothing twice.

Sources: Hochreiter & Schmidhuber 1997 and Gers et al. 2000 (LSTM), Cho et al. 2014 (GRU), Werbos
1990 (back-propagation through time). Weights come in Keras's layout and order of gates, and are
reordered here.
"""

import tensorflow as tf

sigmoid_grad = tf.raw_ops.SigmoidGrad  # y (1 - y) dy in one pass
tanh_grad = tf.raw_ops.TanhGrad  # (1 - y²) dy in one pass


def lstm(inputs, kernel, recurrent_kernel, bias, return_sequences=False, growing=()):
    """Run an LSTM layer from the zero state.

    inputs: list of steps, each (features, batch). kernel: (features, 4 units) and
    recurrent_kernel: (units, 4 units), bias: (4 units,), gates in Keras's order i, f, c, o.
    growing: the steps at which the batch grows; a new column goes on from the state of the column
    that was the last before.
    Returns the last hidden state (units, batch), or the list of all with return_sequences.
    """
    weights = (_sigmoids_first(w) for w in (kernel, recurrent_kernel, bias[None]))
    return _run(_lstm, inputs, *weights, return_sequences, growing)


def gru(inputs, kernel, recurrent_kernel, bias, return_sequences=False, growing=()):
    """Run a GRU layer with the reset gate applied before the product, from the zero state.

    Like `lstm`, with 3 units columns in Keras's order z, r, candidate; h = z h + (1 - z) candidate.
    """
    return _run(_gru, inputs, kernel, recurrent_kernel, bias[None], return_sequences, growing)


def _sigmoids_first(weights):
    """Reorder i, f, c, o to i, f, o, c, so that one sigmoid serves three gates."""
    i, f, c, o = tf.split(weights, 4, axis=1)
    return tf.concat([i, f, o, c], axis=1)


def _run(layer, inputs, kernel, recurrent_kernel, bias, return_sequences, growing):
    weights = (tf.transpose(w) for w in (kernel, recurrent_kernel, bias))

    @tf.custom_gradient
    def apply(kernel, recurrent_kernel, bias, *inputs):
        return layer(kernel, recurrent_kernel, bias, inputs, return_sequences, growing)

    states = apply(*weights, *inputs)
    return list(states) if return_sequences else states


def _lstm(kernel, recurrent_kernel, bias, inputs, return_sequences, growing):
    units = recurrent_kernel.shape[1]
    weights = tf.concat([kernel, bias, recurrent_kernel], 1)  # times x, 1 and h in one product
    read, gates, candidates, cells, squashed, hiddens = [], [], [], [], [], []  # per step
    befores = []  # the cells that each step starts from
    for t, x in enumerate(inputs):
        hidden, cell = hiddens[-1:], cells[-1:]
        if t == 0 or t in growing:
            one = tf.ones_like(x[:1])
            hidden, cell = ([_grow(s, x) for s in state] for state in (hidden, cell))
        befores.append(cell)
        read.append(tf.concat([x, one, *hidden], 0))
        z = _columns(weights, read[-1]) @ read[-1]
        gate = tf.sigmoid(z[: 3 * units])
        candidate = tf.tanh(z[3 * units :])
        i, f, o = tf.split(gate, 3)
        cell = tf.add_n([i * candidate, *(f * c for c in cell)])
        gates.append((i, f, o))
        candidates.append(candidate)
        cells.append(cell)
        squashed.append(tf.tanh(cell))
        hiddens.append(o * squashed[-1])

    def gradient(*upstream):
        recurrent, into_z = tf.transpose(recurrent_kernel), []  # into_z: last step first
        d_hidden = d_cell = None
        for t in reversed(range(len(inputs))):
            i, f, o = gates[t]
            d_hidden = _add_upstream(d_hidden, upstream, t, len(inputs))
            d_squashed = tanh_grad(y=squashed[t], dy=d_hidden * o)
            d_cell = d_squashed if d_cell is None else d_cell + d_squashed
            (before,) = befores[t] or [tf.zeros_like(d_cell)]
            d_i = sigmoid_grad(y=i, dy=d_cell * candidates[t])
            d_f = sigmoid_grad(y=f, dy=d_cell * before)
            d_o = sigmoid_grad(y=o, dy=d_hidden * squashed[t])
            d_candidate = tanh_grad(y=candidates[t], dy=d_cell * i)
            d_z = tf.concat([d_i, d_f, d_o, d_candidate], 0)
            into_z.append(d_z)
            if t:
                d_hidden = recurrent @ d_z
                d_cell *= f
            if t in growing:
                d_hidden, d_cell = (_shrink(d, hiddens[t - 1]) for d in (d_hidden, d_cell))
        into_z.reverse()
        into_inputs = tf.transpose(kernel)
        d_weights = _weight_gradient(into_z, read, weights)
        return *_split_weights(d_weights, kernel), *(into_inputs @ d_z for d_z in into_z)

    return (tuple(hiddens) if return_sequences else hiddens[-1]), gradient


def _gru(kernel, recurrent_kernel, bias, inputs, return_sequences, growing):
    units = recurrent_kernel.shape[1]
    weights = tf.concat([kernel, bias, recurrent_kernel], 1)
    gate_weights, candidate_weights = weights[: 2 * units], weights[2 * units :]
    read, reset_read, gates, candidates, hiddens = [], [], [], [], []  # per step
    befores = []  # the states that each step starts from
    for t, x in enumerate(inputs):
        before = hiddens[-1:]
        if t == 0 or t in growing:
            one = tf.ones_like(x[:1])
            before = [_grow(state, x) for state in before]
        befores.append(before)
        seen = tf.concat([x, one], 0)
        read.append(tf.concat([seen, *before], 0))
        gate = tf.sigmoid(_columns(gate_weights, read[-1]) @ read[-1])
        z, r = tf.split(gate, 2)
        reset_read.append(tf.concat([seen, *(r * h for h in before)], 0))
        candidate = tf.tanh(_columns(candidate_weights, reset_read[-1]) @ reset_read[-1])
        hiddens.append(
            candidate + z * (before[0] - candidate) if before else candidate - z * candidate
        )
        gates.append((gate, z, r))
        candidates.append(candidate)

    def gradient(*upstream):
        from_gates, from_candidate = (
            tf.transpose(recurrent_kernel[: 2 * units]),
            tf.transpose(recurrent_kernel[2 * units :]),
        )
        into_gates, into_candidates = [], []  # last step first
        d_hidden = None
        for t in reversed(range(len(inputs))):
            gate, z, r = gates[t]
            (before,) = befores[t] or [tf.zeros_like(candidates[t])]
            d_hidden = _add_upstream(d_hidden, upstream, t, len(inputs))
            kept = d_hidden * z
            d_candidate = tanh_grad(y=candidates[t], dy=d_hidden - kept)
            d_z = d_hidden * (before - candidates[t])
            d_reset = from_candidate @ d_candidate if t else tf.zeros_like(d_z)
            d_gate = sigmoid_grad(y=gate, dy=tf.concat([d_z, d_reset * before], 0))
            into_gates.append(d_gate)
            into_candidates.append(d_candidate)
            if t:
                d_hidden = tf.add_n([kept, d_reset * r, from_gates @ d_gate])
            if t in growing:
                d_hidden = _shrink(d_hidden, hiddens[t - 1])
        into_gates.reverse()
        into_candidates.reverse()
        d_weights = tf.concat(
            [
                _weight_gradient(into_gates, read, weights),
                _weight_gradient(into_candidates, reset_read, weights),
            ],
            0,
        )
        into_inputs = tf.transpose(kernel)
        d_inputs = (
            into_inputs @ tf.concat(pair, 0)
            for pair in zip(into_gates, into_candidates, strict=True)
        )
        return *_split_weights(d_weights, kernel), *d_inputs

    return (tuple(hiddens) if return_sequences else hiddens[-1]), gradient


def _grow(state, wider):
    """Repeat the last column until the state has as many columns as `wider`."""
    new = tf.shape(wider)[1] - tf.shape(state)[1]
    last = state[:, -1:]
    return tf.concat([state, tf.broadcast_to(last, [last.shape[0], new])], 1)


def _shrink(gradient, narrower):
    """The gradient through `_grow`: what reaches the repeated columns adds up in the last."""
    kept = tf.shape(narrower)[1] - 1
    last = tf.reduce_sum(gradient[:, kept:], 1, keepdims=True)
    return tf.concat([gradient[:, :kept], last], 1)


def _add_upstream(d_hidden, upstream, t, steps):
    """Add the gradient that reaches hidden state t from outside the layer: with one upstream
    tensor only the last state is used outside."""
    if len(upstream) == steps:
        return upstream[t] if d_hidden is None else d_hidden + upstream[t]
    return upstream[0] if d_hidden is None else d_hidden


def _columns(weights, read):
    """The weights of what is read: all, or without the hidden state's before the first step."""
    return weights[:, : read.shape[0]]


def _weight_gradient(into_z, read, weights):
    """Sum over the steps of into_z[t] @ read[t]ᵀ, as wide as `weights`: the first step reads no
    hidden state, whose columns are zero there."""
    first, *rest = [
        tf.matmul(d_z, x, transpose_b=True) for d_z, x in zip(into_z, read, strict=True)
    ]
    first = tf.pad(first, [[0, 0], [0, weights.shape[1] - first.shape[1]]])
    return tf.add_n([first, *rest])


def _split_weights(weights, kernel):
    """Undo the concatenation: the parts of kernel, recurrent kernel and bias."""
    features = kernel.shape[1]
    return weights[:, :features], weights[:, features + 1 :], weights[:, features : features + 1]
