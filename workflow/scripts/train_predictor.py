"""Train one pixel predictor from one seed; write the stock Keras model and its history."""

from rowreader.data.images import load_pixels
from rowreader.run.fork_server import ran_in_fork
from rowreader.run.job import job_log
from rowreader.run.sha256 import sha256


def train_predictor(data, model_path, history_path, name, seed, params, threads):
    """Train the predictor called `name` on the data file and write both outputs.

    params: of the rule: sections `models` and `prediction`, the recurrence, the code's digest.
    """
    import keras
    from rowreader.data.augmentation import NONE
    from rowreader.networks.predictor import build_predictor
    from rowreader.training.job import train_and_save
    from rowreader.training.objectives import prediction as objective
    from rowreader.training.threads import set_threads

    set_threads(threads)
    keras.utils.set_random_seed(seed)
    stock = build_predictor(name, params.models, params.prediction["gate_bias"])
    # What `fit` takes and this study does not vary.
    fixed = {**NONE, "weight_decay": 0, "early_stopping": None, "recurrence": params.recurrence}
    settings = {**params.prediction, **fixed}
    key = [name, seed, params.models, settings, threads, sha256(data), params.code]
    parts = [(x, x) for x in (load_pixels(data, part) for part in ("train", "validation"))]
    train_and_save(name, stock, parts, settings, seed, objective, key, model_path, history_path)


if __name__ == "__main__" and not ran_in_fork():
    with job_log(*snakemake.log):
        train_predictor(
            snakemake.input.data,
            snakemake.output.model,
            snakemake.output.history,
            snakemake.wildcards.model,
            int(snakemake.wildcards.seed),
            snakemake.params,
            snakemake.threads,
        )
