"""Read evaluations, their metrics checked against the logits that they are of."""

import numpy as np

from ..run.files import damaged, load_arrays, load_table, parsing
from .metrics import accuracy, confusion, cross_entropy

MEASURES = ["test_loss", "test_accuracy"]
CONFUSION = ["seed", "label", "predicted"]


def load_evaluation(metrics, confusions, predictions, rule, columns):
    """Return the table of a model's metrics, a row a seed, with at least `columns`.

    metrics, confusions, predictions: paths of what `rule` writes. Test loss, test accuracy and
    the counts of the confusion are computed again from the logits, float32 (seeds, n, 10); a
    UserError names what differs.
    """
    table = load_table(metrics, rule, ["seed", *MEASURES, *columns], key=["seed"])
    counts = load_table(confusions, rule, [*CONFUSION, "images"], key=CONFUSION)
    arrays = load_arrays(predictions, rule, ["logits", "labels"])
    if len(arrays["logits"]) != len(table):
        reason = f"it has {len(table)} seeds, {predictions} has {len(arrays['logits'])}"
        raise damaged(metrics, rule, reason)
    for (_, row), logits in zip(table.iterrows(), arrays["logits"], strict=True):
        with parsing(predictions, rule):
            loss = cross_entropy(logits, arrays["labels"])
            share = accuracy(logits, arrays["labels"])
            wanted = confusion(logits.argmax(1), arrays["labels"])
        # The loss may be computed elsewhere, where a sum is rounded otherwise.
        for measure, value, tolerance in zip(MEASURES, (loss, share), (1e-9, 0), strict=True):
            if not np.isclose(row[measure], value, rtol=tolerance, atol=0):
                reason = f"{measure} of seed {row['seed']} is {row[measure]}, by the logits {value}"
                raise damaged(metrics, rule, reason)
        own = counts[counts["seed"] == row["seed"]]
        found = np.zeros_like(wanted)
        found[own["label"], own["predicted"]] = own["images"]
        if (found != wanted).any():
            reason = f"the images of seed {row['seed']} are not those of the logits"
            raise damaged(confusions, rule, reason)
    return table
