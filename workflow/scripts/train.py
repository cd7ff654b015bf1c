"""Train one model from one seed; write the stock Keras model and its history."""

import contextlib
import json
import logging
import shutil
from pathlib import Path

from rowreader.data.images import load_part
from rowreader.run.errors import UserError, job_log
from rowreader.run.files import save_table
from rowreader.run.locks import Busy, lock
from rowreader.run.sha256 import sha256


def train(data, model_path, history_path, name, seed, models, training, threads, code):
    """Train the model called `name` on the data file and write both outputs.

    Checkpoints lie beside the outputs until these are written; a killed run resumes from them.
    """
    import keras
    from rowreader.networks.build import build_model
    from rowreader.networks.cost import parameters
    from rowreader.networks.store import save_model
    from rowreader.training.fit import fit
    from rowreader.training.threads import set_threads

    set_threads(threads)
    keras.utils.set_random_seed(seed)
    stock = build_model(name, models)
    logging.info("%s, seed %d: %d parameters", name, seed, parameters(stock))
    key = json.dumps([name, seed, models, training, threads, sha256(data), code])
    folder = Path(model_path).parent / "checkpoints"
    parts = load_part(data, "train"), load_part(data, "validation")
    try:
        held = lock(folder / "lock", wait=60)
    except Busy:
        raise UserError(f"another process trains in {folder}; wait for it or stop it") from None
    with held or contextlib.nullcontext():
        history = fit(stock, *parts, training, seed, folder, key)
        save_table(history_path, history)
        save_model(stock, model_path)
        shutil.rmtree(folder)


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
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
