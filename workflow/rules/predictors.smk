# What the rules of the study of pixel prediction ask for, a network at a time.
from rowreader.run.config import predictor_settings


def of_predictor(wildcards):
    return predictor_settings(config, wildcards.model)


def of_ablation(wildcards):
    changed = {"gate_bias": wildcards.gate_bias, "epochs": config["prediction"]["ablation_epochs"]}
    return of_predictor(wildcards) | changed


def predictor_cost(wildcards):
    return training_cost(wildcards.model) * of_predictor(wildcards)["epochs"]


def prediction_figure(name):
    """Like `figure_outputs`, but no part of the default run's results."""
    caption = f"../report/captions/{name.partition('_{')[0]}.rst"
    path = f"{PREDICTION}/figures/{name}"
    return [f"{path}.pdf", report(f"{path}.png", caption=caption, category="Pixel prediction")]
