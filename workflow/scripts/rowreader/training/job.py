"""A training as a job: lock, fit, save the network and its history, delete the checkpoints."""

import contextlib
import json
import logging
import shutil
from pathlib import Path

from ..networks.cost import parameters
from ..networks.store import save_model
from ..run.errors import UserError
from ..run.files import save_table
from ..run.locks import Busy, lock
from .fit import fit


def train_and_save(name, stock, parts, settings, seed, objective, key, model_path, history_path):
    """Train the stock model and write both outputs.

    parts: training and validation, (images, targets) each; settings, objective: see fit. key: all
    that the result depends on, as JSON takes it. Checkpoints lie beside the outputs until these
    are written; a killed run resumes from them.
    """
    logging.info("%s, seed %d: %d parameters", name, seed, parameters(stock))
    folder = Path(model_path).parent / "checkpoints"
    try:
        held = lock(folder / "lock", wait=60)
    except Busy:
        raise UserError(f"another process trains in {folder}; wait for it or stop it") from None
    with held or contextlib.nullcontext():
        history = fit(stock, *parts, settings, seed, folder, json.dumps(key), objective)
        save_table(history_path, history)
        save_model(stock, model_path)
        shutil.rmtree(folder)
