"""What pixels seem to cost by two mistakes of a published solution of this task. Numpy only.

See report/published.py. It passes a probability where a logit belongs: a logit of at most 1 in size
keeps every probability between 0.27 and 0.73, so that no prediction, however good, seems cheap. And
where images are completed, its labels are shifted by one pixel: what a network says of the next
pixel is held against the one that it has just read.
"""

import numpy as np

from .likelihoods import log_likelihoods, probabilities


def mistaken_costs(logits, labels):
    """Nats of each label with p(pixel = 1), instead of its log-odds, taken for the logit. labels:
    the pixels that the logits are of; by the second mistake, too, the pixels read before each."""
    return -log_likelihoods(probabilities(logits), labels)


def least_mistaken_costs(labels):
    """The least that `mistaken_costs` can be, whatever the logits: those of certain and true
    predictions. A label of ink costs log(1 + 1/e), a blank one log 2."""
    return -log_likelihoods(np.asarray(labels, np.float64), labels)
