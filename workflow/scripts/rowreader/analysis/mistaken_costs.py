"""What pixels seem to cost when a probability is passed where a logit belongs. Numpy only.

A published solution of this task computes its costs so; see report/published.py. A logit of at most
1 in size keeps every probability between 0.27 and 0.73: no prediction, however good, seems cheap.
"""

import numpy as np

from .likelihoods import log_likelihoods, probabilities


def mistaken_costs(logits, pixels):
    """Nats of each pixel with p(pixel = 1), instead of its log-odds, taken for the logit."""
    return -log_likelihoods(probabilities(logits), pixels)


def least_mistaken_costs(pixels):
    """The least that `mistaken_costs` can be, whatever the logits: those of certain and true
    predictions. A pixel of ink costs log(1 + 1/e), a blank one log 2."""
    return -log_likelihoods(np.asarray(pixels, np.float64), pixels)
