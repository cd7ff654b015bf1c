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
    return figure_outputs(name, "Pixel prediction", f"{PREDICTION}/figures")
