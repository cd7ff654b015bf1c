"""The study of pixel prediction: opt-in, and what a real run of it makes."""

import json
import re

import keras
import numpy as np
import pandas
import pypdf
import pytest
from rowreader.data.images import load_part

pytestmark = pytest.mark.slow

TRAINED = {"train_predictor": 1, "evaluate_predictor": 1, "make_prediction_page": 1}
REPORT = {"render_prediction": 1, "compile_prediction": 1, "prediction": 1}
TABLES = {"tabulate_prediction": 1, "plot_prediction_curves": 1, **REPORT}
COMPLETED = dict.fromkeys(
    [
        *("complete_images", "tabulate_completions", "plot_completions", "plot_sample_entropy"),
        *("inpaint", "tabulate_inpainting", "plot_inpainting", "plot_reliability"),
        "repeat_mistake",
    ],
    1,
)
STUDY = {
    **{**TRAINED, "train_ablation": 2, "evaluate_rivals": 1, "inpaint_by_rivals": 1},
    **{**COMPLETED, **TABLES},
}
PDF = "prediction/report/00000000_DL_hw4.pdf"
RUN = "prediction/runs/gru-4/seed-0"


def table(workflow, name):
    path = workflow.results / f"prediction/{name}.csv"
    return pandas.read_csv(path, float_precision="round_trip")


def test_a_second_run_does_nothing_and_reports_no_job(predicted):
    # The target has no file of its own: it stands in the list, and does nothing.
    assert set(predicted.plan("prediction")) <= {"prediction"}


@pytest.mark.parametrize(
    ("settings", "jobs"),
    [
        ({"prediction": {"epochs": [2]}}, {**TRAINED, **COMPLETED, **TABLES}),
        ({"prediction": {"ablation_epochs": 2}}, {"train_ablation": 2, **TABLES}),
        ({"prediction": {"gate_bias": "keras"}}, {**TRAINED, **COMPLETED, **TABLES}),
        ({"prediction": {"sizes": ["4", "2x3"]}}, {**TRAINED, **COMPLETED, **TABLES}),
        ({"report": {"student_name": "B. Student"}}, REPORT),
        ({"training": {"epochs": 3}, "models": {"head_units": 9}}, {}),
    ],
)
def test_a_value_reruns_what_depends_on_it(predicted, settings, jobs):
    found = predicted.plan("prediction", settings=settings)
    assert found == jobs or (not jobs and set(found) <= {"prediction"})


def test_the_cross_entropy_is_that_of_the_saved_model_by_its_probabilities(predicted):
    model = keras.models.load_model(predicted.results / RUN / "model.keras")
    found = table(predicted, "evaluation/gru-4/cross_entropy").set_index("part")
    test = np.load(predicted.results / "prediction/evaluation/gru-4/test_nats.npz")["nats"]
    for part, number in (("train", 600), ("validation", 100), ("test", 300)):
        images, _ = load_part(predicted.results / "data/binarized.npz", part)
        pixels = images.reshape(number, 784)
        logits = model.predict(pixels[..., None].astype("float32"), verbose=0)[:, :-1, 0]
        p = 1 / (1 + np.exp(-logits.astype("float64")))
        nats = -np.log(np.where(pixels[:, 1:] == 1, p, 1 - p)).sum(1)
        row = found.loc[part]
        assert row["nats_per_image"] == pytest.approx(nats.mean(), rel=1e-6)
        assert row["nats_per_pixel"] == pytest.approx(nats.mean() / 783, rel=1e-6)
        assert row["standard_error"] == pytest.approx(nats.std(ddof=1) / number**0.5, rel=1e-4)
        assert row["images"] == number
    np.testing.assert_allclose(test, nats[None], rtol=1e-5)


def test_the_history_ends_at_the_validation_cross_entropy(predicted):
    history = table(predicted, "runs/gru-4/seed-0/history")
    found = table(predicted, "evaluation/gru-4/cross_entropy").set_index("part")
    last = history["val_loss"].iloc[-1]
    assert last == pytest.approx(found.loc["validation", "nats_per_pixel"], rel=1e-5)


def test_the_ablation_differs_in_the_gates_bias_alone(predicted):
    # With as many epochs its chrono is the study's own network, to the last bit.
    ablation = table(predicted, "tables/ablation").set_index("gate_bias")
    history = table(predicted, "runs/gru-4/seed-0/history")
    for column in ("epoch", "loss", "val_loss"):
        assert ablation.loc["chrono", column] == history.loc[0, column]
    assert ablation.loc["chrono", "loss"] != ablation.loc["keras", "loss"]


def test_the_table_has_networks_and_rivals_for_each_part(predicted):
    found = table(predicted, "tables/cross_entropy")
    assert list(found["model"]) == ["gru-4"] * 3 + ["frequency"] * 3 + ["neighbours"] * 3
    assert list(found["part"]) == ["train", "validation", "test"] * 3
    ours = table(predicted, "evaluation/gru-4/cross_entropy")
    measures = ["nats_per_pixel", "nats_per_image"]
    np.testing.assert_array_equal(
        found.iloc[:3][[f"{name}_mean" for name in measures]], ours[measures]
    )
    test = found[found["part"] == "test"].set_index("model")["nats_per_pixel_mean"]
    assert test["neighbours"] < test["frequency"]


def test_the_report_has_the_tables_numbers_and_at_most_seven_pages(predicted):
    pages = [page.extract_text() for page in pypdf.PdfReader(predicted.results / PDF).pages]
    text = re.sub(r"\s+", " ", " ".join(pages))
    assert len(pages) <= 7
    assert not re.search(r"\?\?|<<|>>|\bnan\b|\binf\b|\bNone\b", text)
    costs = table(predicted, "tables/cross_entropy")
    for row in costs.itertuples():
        error = row.standard_error / 783
        assert f"{row.nats_per_pixel_mean:.4f} ± {error:.4f}" in text
    completed = table(predicted, "tables/completion")
    for row in completed.itertuples():
        assert f"{row.samples:.2f} ± {row.samples_error:.2f} {row.truth:.2f} ±" in text
    filled = table(predicted, "tables/inpainting")
    for row in filled.itertuples():
        assert f"{100 * row.whole_share:.1f} ± {100 * row.whole_error:.1f}" in text
    mistake = table(predicted, "mistake/gru-4")
    for row in mistake.itertuples():
        assert f"{row.right:.1f} {row.mistaken:.1f} {row.least_mistaken:.1f}" in text
        assert row.least_mistaken < row.mistaken and row.pixels in (484, 783)


def test_the_costs_of_known_pixels_are_the_images_own_by_another_route(predicted):
    # The pixels before the gap, the gap and the rest, by steps in numpy; the image, by Keras.
    gaps = table(predicted, "inpainting/gru-4")
    test = np.load(predicted.results / "prediction/evaluation/gru-4/test_nats.npz")["nats"][0]
    np.testing.assert_allclose(gaps["image_truth"], test[gaps["image"]], rtol=1e-5)
    assert (gaps["image_best"] <= gaps["image_truth"] + 1e-9).all()
    claims = table(predicted, "report/claims").set_index("name")
    assert claims.loc["routes", "holds"]
    assert {"published", "best", "rivals", "sure", "gain", "mistake"} <= set(claims.index)
    for numbers in claims["numbers"]:
        json.loads(numbers)


def test_every_figure_is_in_the_html_report(predicted):
    done = predicted.run("prediction", "--report", "report.html")
    assert done.returncode == 0, done.stdout
    assert "Pixel prediction" in (predicted.folder / "report.html").read_text()
