"""What a training leaves behind after each epoch, so that a killed one goes on from there."""

import json
import logging
import time
from pathlib import Path

import keras
import numpy as np

from ..run.errors import UserError
from ..run.files import atomic, load_arrays


class Checkpoints(keras.callbacks.Callback):
    """Keeps the history, and the weights and optimizer of the last (and the best) epoch.

    An epoch is one file, 0001.npz and so on: whole or not there. `key` names the settings:
    those of other settings, or damaged, are thrown away.
    """

    def __init__(self, folder, key):
        super().__init__()
        self.folder, self.key, self.history = Path(folder), key, []

    def resume(self, model):
        """Load the last epoch into `model`, if there is one; return the next epoch."""
        files = self._files()
        if not files:
            return 0
        try:
            saved = _read(model, files[-1])
            reason = str(saved["key"]) != self.key and "made with other settings, data or code"
        except UserError as error:
            reason = str(error)
        if reason:
            logging.info("checkpoint %s is thrown away: %s", files[-1].name, reason)
            for file in files:
                file.unlink()
            return 0
        self.history = json.loads(str(saved["history"]))
        _assign(model, saved)
        return len(self.history)

    def on_epoch_begin(self, epoch, logs=None):
        self.started = time.perf_counter()

    def on_epoch_end(self, epoch, logs):
        epoch += 1
        self.seconds = time.perf_counter() - self.started
        self.history.append({"epoch": epoch, **{key: float(logs[key]) for key in sorted(logs)}})
        # Not Keras's own format: on a full disk its library for HDF5 kills the process.
        state = {str(index): value.numpy() for index, value in enumerate(_state(self.model))}
        with atomic(self._file(epoch)) as temporary:
            np.savez(temporary, key=self.key, history=json.dumps(self.history), **state)
        keep = {self._file(epoch), self._file(self.best_epoch())}
        for path in set(self._files()) - keep:
            path.unlink()

    def best_epoch(self):
        return min(self.history, key=lambda row: row["val_loss"])["epoch"]

    def load_best(self, model):
        _assign(model, _read(model, self._file(self.best_epoch())))

    def _file(self, epoch):
        return self.folder / f"{epoch:04d}.npz"

    def _files(self):
        return sorted(self.folder.glob("[0-9]*.npz"))


def _state(model):
    return [*model.weights, *model.optimizer.variables]


def _read(model, path):
    return load_arrays(path, "train", ["key", "history", *map(str, range(len(_state(model))))])


def _assign(model, saved):
    for index, variable in enumerate(_state(model)):
        variable.assign(saved[str(index)])
