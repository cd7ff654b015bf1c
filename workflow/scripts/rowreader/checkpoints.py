"""What a training leaves behind after each epoch, so that a killed one goes on from there."""

import json
import os
import shutil
import time
from pathlib import Path

import keras


class Checkpoints(keras.callbacks.Callback):
    """Keeps the history, and the weights and optimizer of the last (and the best) epoch.

    An epoch counts once its weights file has its final name, which is the last thing written.
    `key` names the settings: checkpoints of other settings are thrown away.
    """

    def __init__(self, folder, key):
        super().__init__()
        self.folder, self.history = Path(folder), []
        if self._read("key") != key:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
            self._write("key", key)

    def resume(self, model):
        """Load the last complete epoch into `model`, if there is one; return the next epoch."""
        epochs = sorted(
            int(path.name.split(".")[0]) for path in self.folder.glob("[0-9]*.weights.h5")
        )
        if not epochs:
            return 0
        self.history = self._read(f"{epochs[-1]:04d}")
        model.optimizer.build(model.trainable_variables)
        model.load_weights(self._weights(epochs[-1]))
        return len(self.history)

    def on_epoch_begin(self, epoch, logs=None):
        self.started = time.perf_counter()

    def on_epoch_end(self, epoch, logs):
        epoch += 1
        self.seconds = time.perf_counter() - self.started
        self.history.append({"epoch": epoch, **{key: float(logs[key]) for key in sorted(logs)}})
        self._write(f"{epoch:04d}", self.history)
        temporary = self.folder / "writing.weights.h5"
        self.model.save_weights(temporary, overwrite=True)
        os.replace(temporary, self._weights(epoch))
        keep = {epoch, self.best_epoch()}
        for path in self.folder.glob("[0-9]*"):
            if int(path.name.split(".")[0]) not in keep:
                path.unlink()

    def best_epoch(self):
        return min(self.history, key=lambda row: row["val_loss"])["epoch"]

    def load_best(self, model):
        model.load_weights(self._weights(self.best_epoch()))

    def _weights(self, epoch):
        return self.folder / f"{epoch:04d}.weights.h5"

    def _read(self, name):
        path = self.folder / f"{name}.json"
        return json.loads(path.read_text()) if path.exists() else None

    def _write(self, name, value):
        temporary = self.folder / "writing.json"
        temporary.write_text(json.dumps(value))
        os.replace(temporary, self.folder / f"{name}.json")
