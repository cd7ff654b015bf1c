"""What happens after each epoch: log, checkpoint, stop early; and a line within a long one."""

import logging
import math
import time

import keras

from ..networks.store import not_finite
from ..run.errors import UserError

SILENCE = 30  # seconds without a line, at most, if no batch takes longer
GOLDEN = 0x9E3779B9  # 2^32 / golden ratio: multiples far apart, so that no two layers draw alike


def should_stop(validation_losses, patience):
    """Whether the last `patience` epochs brought no validation loss below the best before them."""
    if patience is None or len(validation_losses) <= patience:
        return False
    return min(validation_losses[-patience:]) >= min(validation_losses[:-patience])


def random_states(model):
    """Return the state of every random layer, however deep it lies, the last layer's first: Keras
    counts the seeds of random numbers among a model's variables, but not among its weights."""
    weights = {id(weight) for weight in model.weights}
    return [state for state in reversed(model.variables) if id(state) not in weights]


class Progress(keras.callbacks.Callback):
    """Seeds and logs each epoch; ends training on a loss that is not finite, or early."""

    def __init__(self, stock, checkpoints, settings, objective, sequences, seed):
        super().__init__()
        self.stock, self.section, self.seed = stock, objective.section, seed
        self.checkpoints, self.settings, self.sequences = checkpoints, settings, sequences

    def on_epoch_end(self, epoch, logs):
        # The loss alone does not tell: ReLU turns a NaN to zero on some processors.
        variables = [*self.stock.weights, *self.model.optimizer.variables]
        broken = next((key for key in logs if not math.isfinite(logs[key])), None)
        broken = broken or not_finite(variables)
        if broken:
            raise UserError(
                f"{broken} is not finite after epoch {epoch + 1} with "
                f"{self.section}.learning_rate = {self.settings['learning_rate']}, "
                f"{self.section}.clip_norm = "
                f"{self.settings['clip_norm']}; choose a smaller rate or clip the gradients"
            )
        self.checkpoints.on_epoch_end(epoch, logs)
        history = self.checkpoints.history
        seconds = self.checkpoints.seconds
        logging.info(
            "epoch %d/%d  %s  validation %s  %.1f s  %.0f sequences/s  %.0f s left",
            *(epoch + 1, self.settings["epochs"], _measures(logs), _measures(logs, "val_")),
            *(seconds, self.sequences / seconds, (self.settings["epochs"] - epoch - 1) * seconds),
        )
        losses = [row["val_loss"] for row in history]
        if should_stop(losses, self.settings["early_stopping"]):
            logging.info("no better validation loss: training stops early")
            self.model.stop_training = True

    def on_epoch_begin(self, epoch, logs=None):
        # A checkpoint has no random states: each epoch starts from its own, resumed or not.
        for number, state in enumerate(random_states(self.stock)):
            state.assign([(self.seed + number * GOLDEN) % 2**32, epoch])
        self.checkpoints.on_epoch_begin(epoch)
        self.epoch, self.said = epoch, time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        steps = self.params["steps"]
        if time.perf_counter() - self.said < SILENCE or batch + 1 == steps:
            return
        self.said = time.perf_counter()
        logging.info("epoch %d  step %d/%d  %s", self.epoch + 1, batch + 1, steps, _measures(logs))

    def set_model(self, model):
        super().set_model(model)
        self.checkpoints.set_model(model)


def _measures(logs, prefix=""):
    """Loss and metrics in words, of training or, with the prefix "val_", of validation."""
    names = [name for name in logs if not name.startswith("val_")]
    names.sort(key=lambda name: name != "loss")  # Keras's order is the alphabet's
    return "  ".join(f"{name} {logs[prefix + name]:.4f}" for name in names)
