"""Train one model from one seed; write the stock Keras model and its history."""

from rowreader.data.images import load_part
from rowreader.run.fork_server import ran_in_fork
from rowreader.run.job import job_log
from rowreader.run.sha256 import sha256


def train(data, model_path, history_path, name, seed, models, training, threads, code):
    """Train the model called `name` on the data file and write both outputs."""
    import keras
    from rowreader.networks.build import build_model
    from rowreader.training.job import train_and_save
    from rowreader.training.objectives import classification
    from rowreader.training.threads import set_threads

    set_threads(threads)
    keras.utils.set_random_seed(seed)
    stock = build_model(name, models)
    key = [name, seed, models, training, threads, sha256(data), code]
    parts = load_part(data, "train"), load_part(data, "validation")
    train_and_save(
        name, stock, parts, training, seed, classification, key, model_path, history_path
    )


if __name__ == "__main__" and not ran_in_fork():
    with job_log(*snakemake.log):
        train(
            snakemake.input.data,
            snakemake.output.model,
            snakemake.output.history,
            snakemake.params.model,
            snakemake.params.seed,
            snakemake.params.models,
            snakemake.params.training,
            snakemake.threads,
            snakemake.params.code,
        )
