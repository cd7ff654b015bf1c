"""Linear probes (Alain & Bengio 2016): a softmax regression from the states of one step to the
labels. What it reads is there; what it misses may be there in another form."""

import numpy as np
from scipy.optimize import minimize

from ..data.images import CLASSES

IMAGES = 5000  # of the training set, to fit the probes
PENALTY = 1e-3  # half of it times the squared weights, of standardized states: weight decay
ITERATIONS = 30  # of L-BFGS; the probe of the row before is a start close by


def probe_steps(train_states, train_labels, states):
    """Return the logits (n, steps, classes) of a probe fitted at each step by itself.

    train_states (m, steps, units) are standardized, and states (n, steps, units) like them.
    """
    logits, weights = [], None
    for t in range(states.shape[1]):
        mean, scale = train_states[:, t].mean(0), train_states[:, t].std(0) + 1e-6
        weights = fit_probe((train_states[:, t] - mean) / scale, train_labels, start=weights)
        logits.append(apply_probe(weights, (states[:, t] - mean) / scale))
    return np.stack(logits, axis=1)


def fit_probe(states, labels, start=None, classes=CLASSES):
    """Fit a softmax regression from states (n, units) to labels.

    Returns the weights (units + 1, classes), the last row the bias.
    L2 penalty on all weights; L-BFGS from the weights `start`, or from zero.
    """
    inputs = np.column_stack([states, np.ones(len(states))]).astype(np.float64)
    targets = np.eye(classes)[labels]

    def loss(flat):
        weights = flat.reshape(-1, classes)
        logits = inputs @ weights
        logits -= logits.max(1, keepdims=True)
        likelihoods = np.exp(logits)
        sums = likelihoods.sum(1, keepdims=True)
        value = (np.log(sums).sum() - (logits * targets).sum()) / len(inputs)
        slope = inputs.T @ (likelihoods / sums - targets) / len(inputs)
        return value + PENALTY / 2 * (flat**2).sum(), slope.ravel() + PENALTY * flat

    start = np.zeros((inputs.shape[1], classes)) if start is None else start
    found = minimize(
        loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS}
    )
    return found.x.reshape(-1, classes)


def apply_probe(weights, states):
    return states @ weights[:-1] + weights[-1]
