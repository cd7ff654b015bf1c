"""Linear probes: a softmax regression from the states of one step to the labels."""

import numpy as np
from scipy.optimize import minimize
from scipy.special import softmax


def fit_probe(states, labels, start=None, classes=10, penalty=1e-4, iterations=100):
    """Fit a softmax regression from states (n, units) to labels.

    Returns the weights (units + 1, classes), the last row the bias.
    L2 penalty on all weights; L-BFGS from the weights `start`, or from zero.
    """
    inputs = np.column_stack([states, np.ones(len(states))]).astype(np.float64)
    targets = np.eye(classes)[labels]

    def loss(flat):
        weights = flat.reshape(-1, classes)
        logits = inputs @ weights
        shifted = logits - logits.max(1, keepdims=True)
        log_sum = np.log(np.exp(shifted).sum(1, keepdims=True))
        value = -((shifted - log_sum) * targets).sum() / len(inputs)
        slope = inputs.T @ (softmax(logits, axis=1) - targets) / len(inputs)
        value += penalty / 2 * (weights**2).sum()
        return value, (slope + penalty * weights).ravel()

    start = np.zeros((inputs.shape[1], classes)) if start is None else start
    found = minimize(
        loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": iterations}
    )
    return found.x.reshape(-1, classes)


def apply_probe(weights, states):
    return states @ weights[:-1] + weights[-1]
