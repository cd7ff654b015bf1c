"""An evaluation's tables are those that its logits give."""

import numpy as np
import pandas
import pytest
from rowreader.analysis.evaluations import load_evaluation
from rowreader.analysis.metrics import accuracy, confusion, cross_entropy
from rowreader.run import files
from rowreader.run.errors import UserError


@pytest.fixture
def evaluation(tmp_path):
    """The tables and arrays of a model's evaluation, from two seeds, and a way to load them."""
    rng = np.random.default_rng(0)
    labels = np.arange(10).repeat(3)
    logits = rng.normal(size=(2, 30, 10)).astype(np.float32)
    metrics = pandas.DataFrame(
        {
            "model": "gru-4",
            "seed": [0, 5],
            "test_loss": [cross_entropy(part, labels) for part in logits],
            "test_accuracy": [accuracy(part, labels) for part in logits],
        }
    )
    counts = pandas.DataFrame(
        [
            {"seed": seed, "label": label, "predicted": predicted, "images": images}
            for seed, part in zip([0, 5], logits, strict=True)
            for (label, predicted), images in np.ndenumerate(confusion(part.argmax(1), labels))
        ]
    )
    arrays = {"logits": logits, "labels": labels}

    def load():
        paths = [tmp_path / name for name in ("metrics.csv", "confusion.csv", "predictions.npz")]
        files.save_table(paths[0], metrics)
        files.save_table(paths[1], counts)
        files.save_arrays(paths[2], **arrays)
        return load_evaluation(*paths, "evaluate", ["model"])

    return metrics, counts, arrays, load


def test_metrics_that_the_logits_give_are_read(evaluation):
    metrics, _, _, load = evaluation
    assert load().equals(metrics)


@pytest.mark.parametrize("measure", ["test_loss", "test_accuracy"])
def test_metrics_that_the_logits_do_not_give_are_refused(evaluation, measure):
    metrics, _, _, load = evaluation
    metrics.loc[1, measure] = 0.96  # in the column's range, and with the file's right checksum
    message = rf"metrics.csv is damaged \({measure} of seed 5 is 0.96, by the logits 0?\d?\."
    with pytest.raises(UserError, match=message):
        load()


def test_a_confusion_or_logits_of_another_run_are_refused(evaluation):
    _, counts, arrays, load = evaluation
    counts.loc[[3, 4], "images"] += [1, -1] if counts.loc[4, "images"] else [1, 0]
    with pytest.raises(UserError, match="the images of seed 0 are not those of the logits"):
        load()
    arrays["logits"] = arrays["logits"][:1]
    with pytest.raises(UserError, match="it has 2 seeds, .*predictions.npz has 1"):
        load()
