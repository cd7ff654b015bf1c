"""The report's sentences: true for whatever the results are, and no number typed by hand."""

import re
from pathlib import Path

import numpy as np
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rowreader.report import claims, trace_claims
from rowreader.report.titles import title

TEMPLATES = Path(__file__).parents[2] / "workflow/report"
RECURRENT = ["lstm-32", "lstm-128", "lstm-3x32", "gru-32", "gru-128", "gru-3x32"]
PARAMETERS = dict(zip(RECURRENT, [12, 144, 28, 10, 111, 22], strict=True))


def runs(accuracies, spread=0.001, seeds=3, gap=0.1):
    """A table of runs around the given accuracy of each model, with another spread each."""
    rng = np.random.default_rng(0)
    rows = []
    for name, accuracy in accuracies.items():
        for seed, noise in enumerate(rng.normal(size=seeds)):
            value = accuracy + spread * noise
            loss = 2 * (1 - value)
            rows.append(
                {
                    "model": name,
                    "seed": seed,
                    "test_accuracy": value,
                    "test_loss": loss,
                    "train_loss": loss - gap,
                    "parameters": PARAMETERS.get(name, 8),
                    "multiplications": 1000 * len(name),
                }
            )
    return pandas.DataFrame(rows)


GOOD = dict(zip(RECURRENT, [0.96, 0.98, 0.97, 0.965, 0.99, 0.975], strict=True))
BAD = dict(zip(RECURRENT, [0.94, 0.90, 0.92, 0.80, 0.70, 0.75], strict=True))
WHOLE = {"linear": 0.92, "dense-32": 0.95, "dense-2x32": 0.955, "convolutional": 0.985}
MISTAKES = pandas.DataFrame(
    [(4, 9, 30), (9, 4, 10), (4, 4, 900)], columns=["label", "predicted", "images"]
)
NO_MISTAKES = MISTAKES[MISTAKES["label"] == MISTAKES["predicted"]]


def texts(made):
    return {name: claim.text for name, claim in made.items()}


def test_good_results():
    text = texts(claims.table_claims(runs(GOOD), MISTAKES))
    assert text["above_bar"].startswith("Every run of every network is above 95")
    assert "of GRU 128, which also has the lowest mean cross-entropy" in text["best"]
    assert "LSTM 128 has the larger test accuracy than LSTM 32 " in text["lstm_sizes"]
    assert "the GRU has the larger test accuracy" in text["gru_or_lstm"].replace("The", "the")
    assert "for 6 of the 6 networks" in text["overfitting"]
    assert "to read a 4 as a 9: 75.0" in text["mistaken"]


def test_opposite_results():
    text = texts(claims.table_claims(runs(BAD, gap=-0.1), NO_MISTAKES))
    assert text["above_bar"].startswith("6 of the 6 networks have a run that is not above 95")
    assert "of LSTM 32, which also" in text["best"]
    assert "LSTM 128 has the smaller test accuracy than LSTM 32 " in text["lstm_sizes"]
    assert "GRU has the smaller test accuracy" in text["gru_or_lstm"]
    assert "for 0 of the 6 networks" in text["overfitting"] and "$-0.1000$" in text["overfitting"]
    assert text["mistaken"] == "No test image is mistaken by any run."


def test_results_lost_in_the_spread():
    same = dict.fromkeys(RECURRENT, 0.96)
    text = texts(claims.table_claims(runs(same, spread=0.01), MISTAKES))
    for name in ("lstm_sizes", "gru_sizes", "gru_or_lstm"):
        assert "o difference in test accuracy" in text[name]
        assert "larger" not in text[name] and "smaller" not in text[name]


def test_one_seed_shows_no_difference():
    text = texts(claims.table_claims(runs(GOOD, seeds=1), MISTAKES))
    assert "larger" not in text["lstm_sizes"] + text["gru_or_lstm"]


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=6))
def test_the_interval_is_students(pairs):
    mean, low, high = claims.difference(pairs, np.zeros(len(pairs)))
    assert low <= mean <= high
    if np.isfinite(low):
        from scipy.stats import ttest_1samp

        want = ttest_1samp(pairs, 0).confidence_interval(0.95)
        np.testing.assert_allclose([low, high], want, atol=1e-12)


@pytest.mark.parametrize(
    ("accuracies", "holds", "said"),
    [
        (GOOD | WHOLE, True, "that of GRU 128, which reads rows"),
        (BAD | WHOLE, False, "2 convolutions, 32 ReLU, which sees the whole image"),
    ],
)
def test_whole_image_models(accuracies, holds, said):
    made = trace_claims.whole_image_claims(runs(accuracies), "gru-32")
    assert made["whole_image"].holds == holds and said in made["whole_image"].text
    verdicts = made["whole_image"].text.split("paired over the seeds),")[1]
    below = verdicts.partition("below ")[2]
    for name in ("linear", "convolutional"):
        is_below = accuracies["gru-32"] < accuracies[name]
        assert (title(name) in below) == is_below


ALLOWED = {"Question 1", "Question 2", "Question 3", "homework 3", "ACL 2018", "float32"}
ALLOWED |= {f"paragraph{{{number}." for number in (1, 2, 3)}  # the homework's questions
# The numbers of formulas: gates at zero and one, the steps 1 and 2, \tfrac12, \tfrac34, \tfrac78.
MATHEMATICS = {"0", "1", "2", "12", "34", "78"}


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.jinja")), ids=lambda path: path.name)
def test_no_number_is_typed_by_hand(path):
    text = path.read_text()
    if path.name == "report.tex.jinja":
        text = text.partition(r"\begin{document}")[2]
    for pattern in (r"<<.*?>>", r"<%.*?%>", r"<#.*?#>"):
        text = re.sub(pattern, " ", text, flags=re.DOTALL)
    formulas = r"\$[^$]*\$|\\begin\{align\*\}.*?\\end\{align\*\}"
    for formula in re.findall(formulas, text, re.DOTALL):
        plain = re.sub(r"\\\[?[0-9]+pt", "", formula)
        assert set(re.findall(r"\d+", plain)) <= MATHEMATICS, formula
    text = re.sub(formulas, " ", text, flags=re.DOTALL)
    text = re.sub(r"\[[0-9]+pt\]", " ", text)
    for phrase in ALLOWED:
        text = text.replace(phrase, " ")
    assert not re.findall(r".*\d.*", text)
