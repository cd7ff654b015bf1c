"""The fused recurrence: a cell over all steps, with back-propagation through time by hand.

It computes what Keras's layer computes, faster on a CPU (make bench measures it), because:

- tensors are feature-major, (features, batch): the rows of one gate are contiguous memory;
- the steps are unrolled in the graph, without a loop's bookkeeping;
- input, a constant one and the hidden state are one tensor, [x, 1, h], and kernel, bias and
  recurrent kernel one matrix: one product a step forward, one for the gradient of all weights;
- images that have shown no ink yet share one state, which is computed once: the batch may grow;
- the gradient by hand keeps only what it needs and computes nothing twice.

Back-propagation through time (Werbos 1990), the same for each cell; cells/lstm.py and cells/gru.py
have the one step forward and the one step back that it is made of. From the last step to the
first, the gradient of the state a step made is that of the step after it, plus what reaches its
hidden state from outside the layer. Write z = A [x, 1, h] for a product: the gradient of A is the
sum over the steps of dz [x, 1, h]ᵀ, and that of x is W_xᵀ dz.
"""

import tensorflow as tf

CHUNK = 28  # steps unrolled in a loop's body: where a step reads a pixel, a row of the image


def feature_major(cell, kernel, recurrent_kernel, bias):
    """Return a layer's weights, given in Keras's layout, as `unrolled` and `in_chunks` take them:
    (rows, features), (rows, units) and (rows, 1), a row for each unit of each of the cell's blocks.
    """
    return [tf.transpose(cell.fused_order(part)) for part in (kernel, recurrent_kernel, bias[None])]


def in_chunks(cell, weights, inputs, return_sequences=False):
    """Run a layer over many steps: a loop over chunks of unrolled steps, each with its gradient by
    hand, from the state of the chunk before. What does not fill a chunk is unrolled after the loop.

    inputs: (steps, features, batch). Returns the last hidden state (units, batch), or all of them
    (steps, units, batch) with return_sequences.
    """
    features, units = inputs.shape[1], weights[1].shape[1]
    loops, rest = divmod(inputs.shape[0], CHUNK)
    # Arrays, not slices: the gradient of a slice is as large as what it was cut from.
    chunks = tf.reshape(inputs[: loops * CHUNK], (loops, CHUNK, features, -1))
    chunks = tf.TensorArray(inputs.dtype, loops).unstack(chunks)
    shape = (CHUNK, units, None)
    shown = tf.TensorArray(inputs.dtype, loops if return_sequences else 0, element_shape=shape)
    zero = tf.zeros((units, tf.shape(inputs)[2]), inputs.dtype)

    def chunk(number, shown, *state):
        steps = tf.unstack(chunks.read(number), num=CHUNK)
        hiddens, state = unrolled(cell, weights, steps, return_sequences, state=state)
        if return_sequences:
            shown = shown.write(number, tf.stack(hiddens))
        return number + 1, shown, *state

    start = (0, shown, *(zero for _ in cell.states))
    _, shown, *state = tf.while_loop(
        lambda number, *_: number < loops, chunk, start, maximum_iterations=loops
    )
    hiddens = state[:1]
    if rest:
        steps = tf.unstack(inputs[loops * CHUNK :], num=rest)
        hiddens, _ = unrolled(cell, weights, steps, return_sequences, state=state)
    if not return_sequences:
        return hiddens[-1]
    looped = tf.reshape(shown.stack(), (loops * CHUNK, units, -1))
    return tf.concat([looped, hiddens], 0) if rest else looped


def unrolled(cell, weights, inputs, return_sequences=False, growing=(), state=()):
    """Run a layer over a list of steps, each (features, batch); weights: from `feature_major`.

    state: to start from, a (units, batch) for each of the cell's states; () is zero.
    growing: the steps at which the batch grows; a new column goes on from the state of the column
    that was the last before.
    Returns the hidden states, a list of (units, batch), all or the last alone, and the state after
    the last step: () where none was given to start from.
    """
    weights = [tf.convert_to_tensor(part) for part in weights]

    @tf.custom_gradient
    def layer(kernel, recurrent_kernel, bias, *tensors):
        start, inputs = tensors[: len(state)], tensors[len(state) :]
        return _layer(
            cell, (kernel, recurrent_kernel, bias), start, inputs, return_sequences, growing
        )

    outputs = tf.nest.flatten(layer(*weights, *state, *inputs))
    hiddens = outputs[: len(inputs) if return_sequences else 1]
    return hiddens, (hiddens[-1], *outputs[len(hiddens) :]) if state else ()


def _layer(cell, parts, start, inputs, return_sequences, growing):
    """Return outputs and gradient of a layer, for tf.custom_gradient. The outputs are the hidden
    states, all or the last, and with a state to start from what else there is in the last one."""
    kernel, recurrent_kernel, bias = parts
    weights = _by_product(cell, tf.concat([kernel, bias, recurrent_kernel], 1))
    # Of each step: the state that it starts from and the one that it makes, tuples of (units,
    # batch); what each product read, (features + 1 + units, batch); what its gradient needs.
    befores, states, reads, kepts = [], [], [], []
    state = start
    for t, x in enumerate(inputs):
        if t == 0 or t in growing:
            one = tf.ones_like(x[:1])
            state = tuple(grow(part, x) for part in state)
        # Nothing was read before the first step: its h is zero, and so are its product's columns.
        used = weights if state else [part[:, : kernel.shape[1] + 1] for part in weights]
        befores.append(state)
        state, read, kept = cell.fused_step(used, (x, one), state)
        states.append(state)
        reads.append(read)
        kepts.append(kept)
    shown = [state[0] for state in states] if return_sequences else [states[-1][0]]
    carried = states[-1][1:] if start else ()

    def gradient(*upstream):
        d_shown, d_carried = upstream[: len(shown)], upstream[len(shown) :]
        recurrent = [tf.transpose(part) for part in _by_product(cell, recurrent_kernel)]
        into = []  # the gradients of what each product of a step gave, last step first
        # Behind the last step is nothing, or the next chunk: what that gives back to h comes with
        # d_shown, as h is among what is shown, and to the other states, an LSTM's c, here.
        d_state = (None, *(d_carried or [None] * (len(cell.states) - 1)))
        for t in reversed(range(len(inputs))):
            if return_sequences or t == len(inputs) - 1:
                d_state = _add_upstream(d_state, d_shown[t if return_sequences else 0])
            d_products, d_state = cell.fused_gradient(recurrent, kepts[t], befores[t], d_state)
            into.append(d_products)
            if t in growing:  # this step started from a wider state than the one before made
                d_state = tuple(_shrink(part, states[t - 1][0]) for part in d_state)
        into.reverse()
        d_weights = [
            _weight_gradient(d_product, read, weights[0].shape[1])
            for d_product, read in zip(_transposed(into), _transposed(reads), strict=True)
        ]
        d_weights = tf.concat(d_weights, 0) if len(d_weights) > 1 else d_weights[0]
        d_kernel, d_bias, d_recurrent = tf.split(
            d_weights, [kernel.shape[1], 1, recurrent_kernel.shape[1]], 1
        )
        into_inputs = tf.transpose(kernel)
        d_inputs = [
            into_inputs @ (tf.concat(d_products, 0) if len(d_products) > 1 else d_products[0])
            for d_products in into
        ]
        return d_kernel, d_recurrent, d_bias, *d_state, *d_inputs

    return (*shown, *carried), gradient


def _transposed(per_step):
    """From a list of products a step to a list of steps a product."""
    return zip(*per_step, strict=True)


def _by_product(cell, weights):
    """The rows of `weights` of each product of a step."""
    if len(cell.products) == 1:
        return [weights]
    units = weights.shape[0] // sum(cell.products)
    return tf.split(weights, [blocks * units for blocks in cell.products])


def _add_upstream(d_state, d_shown):
    """Add the gradient that reaches a hidden state from outside the layer."""
    d_hidden, *others = d_state
    return (d_shown if d_hidden is None else d_hidden + d_shown, *others)


def _weight_gradient(into_z, read, width):
    """Sum over the steps of dz [x, 1, h]ᵀ, (rows, width): a first step that reads no hidden state
    adds nothing to its columns."""
    first, *rest = [
        tf.matmul(d_z, x, transpose_b=True) for d_z, x in zip(into_z, read, strict=True)
    ]
    if first.shape[1] < width:
        first = tf.pad(first, [[0, 0], [0, width - first.shape[1]]])
    return tf.add_n([first, *rest])


def grow(state, wider):
    """Repeat the last column until the state has as many columns as `wider`."""
    new = tf.shape(wider)[1] - tf.shape(state)[1]
    last = state[:, -1:]
    return tf.concat([state, tf.broadcast_to(last, [last.shape[0], new])], 1)


def _shrink(gradient, narrower):
    """The gradient through `grow`: what reaches the repeated columns adds up in the last."""
    kept = tf.shape(narrower)[1] - 1
    last = tf.reduce_sum(gradient[:, kept:], 1, keepdims=True)
    return tf.concat([gradient[:, :kept], last], 1)
