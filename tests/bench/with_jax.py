"""Train with JAX: cells under lax.scan, the steps of a turn under another one, compiled."""

import os

import turns

arguments, images, labels = turns.start()

# One thread, like everyone else.
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import jax
import jax.numpy as jnp
import numpy as np
from rowreader.cells import CELLS

jax.config.update("jax_platforms", "cpu")
sigmoid, tanh, relu = jax.nn.sigmoid, jnp.tanh, jax.nn.relu
uniform, orthogonal = jax.nn.initializers.glorot_uniform(), jax.nn.initializers.orthogonal()


def dense(key, features, units):
    return uniform(key, (features, units)), jnp.zeros(units)


def initial(cell, layers, units):
    gates = len(CELLS[cell].columns)
    forget = jnp.zeros(gates * units).at[units : 2 * units].set(cell == "lstm")
    first, head, logits, *keys = jax.random.split(jax.random.key(0), 3 + 2 * layers)
    return {
        "affine": dense(first, images.shape[2], units),
        "cells": [
            (uniform(a, (units, gates * units)), orthogonal(b, (units, gates * units)), forget)
            for a, b in zip(keys[::2], keys[1::2], strict=True)
        ],
        "head": dense(head, units, turns.HEAD_UNITS),
        "logits": dense(logits, turns.HEAD_UNITS, 10),
    }


def lstm(kernel, recurrent, bias, x):
    def step(carry, z):
        hidden, state = carry
        i, f, c, o = jnp.split(z + hidden @ recurrent, 4, -1)
        state = sigmoid(f) * state + sigmoid(i) * tanh(c)
        hidden = sigmoid(o) * tanh(state)
        return (hidden, state), hidden

    zero = jnp.zeros((x.shape[1], len(recurrent)))
    return jax.lax.scan(step, (zero, zero), x @ kernel + bias)[1]


def gru(kernel, recurrent, bias, x):
    units = len(recurrent)

    def step(hidden, read):
        gates = sigmoid(read[:, : 2 * units] + hidden @ recurrent[:, : 2 * units])
        z, r = jnp.split(gates, 2, -1)
        candidate = tanh(read[:, 2 * units :] + (r * hidden) @ recurrent[:, 2 * units :])
        hidden = z * hidden + (1 - z) * candidate
        return hidden, hidden

    return jax.lax.scan(step, jnp.zeros((x.shape[1], units)), x @ kernel + bias)[1]


def mean_loss(weights, x, y):
    def affine(name, x):
        return x @ weights[name][0] + weights[name][1]

    states = affine("affine", jnp.swapaxes(x, 0, 1))
    for cell in weights["cells"]:
        states = {"lstm": lstm, "gru": gru}[arguments.cell](*cell, states)
    logits = affine("logits", relu(affine("head", relu(states[-1]))))
    return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(logits), y[:, None], 1))


def adam(carry, gradient):
    weights, mean, square, count = carry
    count += 1
    mean = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, mean, gradient)
    square = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, square, gradient)
    rate = turns.LEARNING_RATE * jnp.sqrt(1 - 0.999**count) / (1 - 0.9**count)
    weights = jax.tree.map(
        lambda w, m, v: w - rate * m / (jnp.sqrt(v) + 1e-7), weights, mean, square
    )
    return weights, mean, square, count


@jax.jit
def steps(carry, x, y, order):
    def step(carry, chosen):
        loss, gradient = jax.value_and_grad(mean_loss)(carry[0], x[chosen], y[chosen])
        return adam(carry, gradient), loss

    carry, losses = jax.lax.scan(step, carry, order)
    return carry, losses.mean()


x, y = jnp.asarray(images, jnp.float32), jnp.asarray(labels)
weights = initial(arguments.cell, arguments.layers, arguments.units)
zero = jax.tree.map(jnp.zeros_like, weights)
carry = weights, zero, zero, jnp.float32(0)
order = np.random.default_rng(0).permutation(len(x)).reshape(-1, turns.STEPS, turns.BATCH)


def train(turn):
    global carry
    carry, loss = steps(carry, x, y, order[turn])
    return float(loss)


turns.take(train)
