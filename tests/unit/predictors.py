"""Small pixel predictors: a random one, and some whose probabilities are known in closed form."""

import keras
import numpy as np
from rowreader.cells import CELLS
from rowreader.networks.stepper import Stepper, stepper


def random_predictor(cell="gru", units=(5,), pixels=12, seed=0, **options):
    """A stock Keras predictor with weights large enough that every pixel matters."""
    layers = keras.layers
    stack = [layers.Input((pixels, 1)), layers.Dense(units[0])]
    stack += [CELLS[cell].layer_class(n, return_sequences=True, **options) for n in units]
    model = keras.Sequential([*stack, layers.Dense(1)], name="predictor")
    rng = np.random.default_rng(seed)
    model.set_weights([rng.normal(0, 0.8, w.shape) for w in model.get_weights()])
    return model


def toy(**settings):
    """The Stepper of `random_predictor` in double precision."""
    return stepper(random_predictor(**settings), np.float64)


class Copying:
    """Predicts that a pixel is like the one before it, with this probability: a Markov chain."""

    def __init__(self, probability):
        self.logit = np.log(probability / (1 - probability))

    def step(self, pixels, state):
        return np.where(pixels, self.logit, -self.logit), state

    def start(self, batch):
        return ()

    head = (np.zeros((1, 1)),)  # its type is that of the logits
    read = Stepper.read


class Constant(Copying):
    """Independent pixels, ink with this probability whatever it read: a Bernoulli source."""

    def step(self, pixels, state):
        return np.full(len(pixels), self.logit), state


def pixels(number, length=12, seed=0):
    """Random images, (number, length)."""
    return np.random.default_rng(seed).integers(0, 2, (number, length), np.uint8)


def digit():
    """A ring of ink, two pixels thick, in an image of 12 x 12."""
    image = np.zeros((12, 12), np.uint8)
    image[2:9, 3:10] = 1
    image[4:7, 5:8] = 0
    return image
