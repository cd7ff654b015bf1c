"""The report's sentences: true for whatever the results are, and no number typed by hand."""

import re
from pathlib import Path

import numpy as np
import pandas
import pytest
from compare_networks import pairs
from rowreader.cells import CELLS
from rowreader.cells.cell import Cell
from rowreader.report import claims

TEMPLATES = Path(__file__).parents[2] / "workflow/report"
RECURRENT = ["lstm-32", "lstm-128", "lstm-3x32", "gru-32", "gru-128", "gru-3x32"]
PARAMETERS = dict(zip(RECURRENT, [12, 144, 28, 10, 111, 22], strict=True))


@pytest.fixture
def third(monkeypatch):
    class VanillaRNN(Cell):
        name, title, columns = "rnn", "RNN", ("candidate",)

    monkeypatch.setitem(CELLS, "rnn", VanillaRNN())


def runs(accuracies, spread=0.001, seeds=3, gap=0.1, shifts=None):
    """A table of runs around the given accuracy of each model, with another spread each; shifts:
    what each model loses by moves up, down, left and right."""
    rng = np.random.default_rng(0)
    rows = []
    directions = ("up", "down", "left", "right")
    for name, accuracy in accuracies.items():
        losses = (shifts or {}).get(name, [0.05] * 4)
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
                    **{
                        f"accuracy_{direction}": value - lost
                        for direction, lost in zip(directions, losses, strict=True)
                    },
                }
            )
    return pandas.DataFrame(rows)


GOOD = dict(zip(RECURRENT, [0.96, 0.98, 0.97, 0.965, 0.99, 0.975], strict=True))
BAD = dict(zip(RECURRENT, [0.94, 0.90, 0.92, 0.80, 0.70, 0.75], strict=True))
WHOLE = {"linear": 0.92, "dense-32": 0.95, "dense-2x32": 0.955, "convolutional": 0.985}
MISTAKES = pandas.DataFrame(
    [(0, 4, 9, 20), (1, 4, 9, 10), (0, 9, 4, 6), (1, 9, 4, 4), (0, 4, 4, 900)],
    columns=["seed", "label", "predicted", "images"],
)
NO_MISTAKES = MISTAKES[MISTAKES["label"] == MISTAKES["predicted"]]


def compared(table, half=0.001, reader="gru-32"):
    """The pairs of the networks in `table`, each with an interval of ± half."""
    means = table.groupby("model", sort=False)[["test_accuracy", "parameters"]].mean()
    means = means.rename(columns={"test_accuracy": "test_accuracy_mean"})
    rows = []
    for kind, first, second in pairs(means.reset_index(), reader):
        found = means["test_accuracy_mean"][first] - means["test_accuracy_mean"][second]
        rows.append((kind, first, second, found, found - half, found + half))
    return pandas.DataFrame(rows, columns=["kind", "first", "second", "difference", "low", "high"])


def texts(made):
    return {name: claim.text for name, claim in made.items()}


def question_2(accuracies, confusion=MISTAKES, half=0.001, **keywords):
    table = runs(accuracies, **keywords)
    return texts(claims.table_claims(table, confusion, compared(table, half)))


def test_good_results():
    text = question_2(GOOD)
    assert text["above_bar"].startswith("Every run of every network is above 95")
    assert re.search("of GRU 128; the lowest mean cross-entropy is .*, of GRU 128.$", text["best"])
    assert "GRU 128 beats GRU 32 by 2." in text["width"]
    assert "LSTM 128 beats LSTM 32 by 1." in text["width"]
    assert "GRU 32 beats LSTM 32 by 0." in text["cell"] and "LSTM 32 beats" not in text["cell"]
    assert r"LSTM 3 $\times$ 32 beats LSTM 32 by" in text["depth"]
    assert text["cell_average"] == ""
    assert "to read a 4 as a 9: 75.0" in text["mistaken"]


def test_opposite_results():
    text = question_2(BAD, NO_MISTAKES)
    assert text["above_bar"].startswith("6 of the 6 networks have a run that is not above 95")
    assert "of LSTM 32; the lowest" in text["best"] and "level" not in text["best"]
    assert "LSTM 32 beats LSTM 128 by 4." in text["width"]
    assert "GRU 32 beats GRU 128 by 9." in text["width"] or "by 10." in text["width"]
    assert "LSTM 32 beats GRU 32 by" in text["cell"] and "GRU 32 beats" not in text["cell"]
    assert r"LSTM 32 beats LSTM 3 $\times$ 32" in text["depth"]
    assert text["mistaken"] == "No test image is mistaken by any run."


def test_what_the_seeds_do_not_tell_apart_is_called_level():
    assert claims.leaders({"a": [1, 2], "b": [3, 5], "c": [3, 4], "d": [0, 2.9]}) == ["b", "c"]
    assert claims.leaders({"a": [1], "b": [2]}) == ["b"]
    both = {"lstm-128": 0.99, "gru-128": 0.99, "gru-32": 0.9}
    text = question_2(both, spread=0.001)["best"]
    assert re.search(r"of (.*) 128 \(level: (?!\1).* 128\); the lowest mean cross-entropy", text)
    assert text.count("level") == 2 and "GRU 32" not in text
    level = MISTAKES.assign(images=[20, 10, 12, 4, 900])
    assert "to read a 4 as a 9: 65.2" in question_2(GOOD, level)["mistaken"]
    assert question_2(GOOD, level)["mistaken"].endswith("(level: a 9 as a 4).")


def test_a_change_of_sign_that_the_mean_hides_is_told():
    mixed = GOOD | {"lstm-32": 0.97, "gru-32": 0.96}
    text = question_2(mixed)
    assert "LSTM 32 beats GRU 32" in text["cell"] and "GRU 128 beats LSTM 128" in text["cell"]
    assert "hides that the sign changes" in text["cell_average"]
    text = question_2(mixed, half=0.02)
    assert "beats" not in text["cell"]
    assert "neither sign is shown" in text["cell_average"]


def test_each_two_of_three_cell_types_are_compared_by_themselves(third):
    three = GOOD | {"rnn-32": 0.9625, "rnn-128": 0.95}  # now above LSTM, now below
    text = question_2(three, spread=0)
    clauses = [clause.partition(":") for clause in text["cell"].split(". ")]
    assert [heading for heading, _, _ in clauses] == [
        "GRU against LSTM",
        "RNN against LSTM",
        "RNN against GRU",
    ]
    assert "RNN" not in clauses[0][2]
    assert "RNN 32 beats LSTM 32 by 0.25" in clauses[1][2] and "GRU" not in clauses[1][2]
    assert "GRU 128 beats RNN 128 by 4.00" in clauses[2][2] and "LSTM" not in clauses[2][2]
    assert re.fullmatch(
        r"RNN against LSTM: the mean over the sizes, .* hides that the sign changes\.",
        text["cell_average"],
    )


def test_results_lost_in_the_spread():
    text = question_2(GOOD, half=0.5)
    for name in ("cell", "width", "depth", "parameters"):
        assert "hold" in text[name] and "zero" in text[name] and "beats" not in text[name]


def test_without_pairs_nothing_is_said_of_them():
    text = question_2({"gru-32": 0.96, "linear": 0.92})
    assert [text[name] for name in (*claims.HEADINGS, "cell_average")] == [""] * 5


ALLOWED = {
    "Question 1",
    "Question 2",
    "Question 3",
    "homework 3",
    "ACL 2018",
    "float32",
    "740 to 745",
    "homework 4",
    "Ollivier (2018)",
    "Section~2",
    "Section~3",
    "Wilson 1927",
    "Representations}, 2018",
    "22(158), 209--212, 1927",
}
ALLOWED |= {f"paragraph{{{number}." for number in (1, 2, 3)}  # the homework's questions
ALLOWED |= {f"section*{{{number}." for number in (1, 2, 3, 4)}
# The numbers of formulas: gates at zero and one, the steps 1 and 2, \tfrac12, \tfrac34, \tfrac78;
# the fillings of a gap, 2^4 = 16.
MATHEMATICS = {"0", "1", "2", "12", "34", "78", "4", "16"}


PREAMBLE = TEMPLATES / "preamble.tex.jinja"  # lengths and sizes
PROSE = sorted({*TEMPLATES.rglob("*.jinja")} - {PREAMBLE, *TEMPLATES.rglob("*.html.jinja")})


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.name)
def test_no_number_is_typed_by_hand(path):
    text = path.read_text().rpartition(r"\begin{document}")[2]
    for pattern in (r"<<.*?>>", r"<%.*?%>", r"<#.*?#>"):
        text = re.sub(pattern, " ", text, flags=re.DOTALL)
    formulas = r"\$[^$]*\$|\\begin\{align\*\}.*?\\end\{align\*\}"
    for formula in re.findall(formulas, text, re.DOTALL):
        plain = re.sub(r"\\\[?[0-9]+pt", "", formula)
        assert set(re.findall(r"\d+", plain)) <= MATHEMATICS, formula
    text = re.sub(formulas, " ", text, flags=re.DOTALL)
    text = re.sub(r"[\[{][0-9.]+pt[\]}]", " ", text)
    for phrase in ALLOWED:
        text = text.replace(phrase, " ")
    assert not re.findall(r".*\d.*", text)
