# %% [markdown]
# # Deep Learning: Homework 3
#
# **Name:** Your Name
#
# **SN:** Your Student Number
#
# This notebook holds the code of the homework, in the order of its skeleton; the answers to the
# questions are in the PDF. It needs `tensorflow`, `pandas`, `matplotlib` and `scipy`, and two
# things it looks for beside itself, in `..` or in `results`:
#
# - the MNIST files; where there are none, Keras downloads them;
# - the trained networks; where there are none, it trains them.
#
# To train all networks here in any case, set `full_training = True` and run all cells. That takes
# its time on a CPU. As the notebook was handed in, the training session below is a short one, on
# few images, and the networks that are analysed are those that were trained beforehand, in full,
# with the same settings.

# %% [markdown]
# # Imports and utility functions

# %%
import math
import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # no notes on the processor
os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from IPython.display import display
from keras import layers
from scipy.optimize import minimize
from scipy.special import expit as sigmoid
from scipy.special import log_softmax, softmax

tf.get_logger().setLevel("ERROR")  # no notes on how often graphs are made
plt.style.use("default")
plt.rcParams.update(
    {
        "figure.dpi": 110,
        "figure.constrained_layout.use": True,
        "font.size": 9,
        "axes.titlesize": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "image.interpolation": "nearest",
        # Okabe & Ito (2008): colours that colour-blind readers can tell apart.
        "axes.prop_cycle": plt.cycler(color=["#0072B2", "#D55E00", "#009E73", "#CC79A7"]),
    }
)

# %% [markdown]
# The settings of the homework, and what is looked at in question 3.

# %% settings
settings = {
    "cells": {
        "lstm": {"title": "LSTM", "layer": "LSTM", "options": {"unit_forget_bias": True}},
        "gru": {"title": "GRU", "layer": "GRU", "options": {"reset_after": False}},
    },
    "models": {
        "cells": ["lstm", "gru"],
        "sizes": ["32", "64", "128", "3x32"],
        "head_units": 64,
        "step_reads": "row",
        "dropout": 0,
        "batch_normalization": False,
    },
    "training": {
        "epochs": 10,
        "batch_size": 256,
        "learning_rate": 0.001,
        "schedule": "constant",
        "shifts": 0,
        "rotation": 0,
        "scaling": 0,
        "shear": 0,
        "weight_decay": 0,
        "clip_norm": None,
        "early_stopping": None,
    },
    "data": {"threshold": 0.1, "train": 55000, "validation": 5000, "test": 10000},
    "analysis": {"states_of": "gru-32", "gates_of": "lstm-32", "seed": 0, "digit": 3},
}

# %%
full_training = False  # True: train all networks here, even if there are trained ones
SHORT_IMAGES, SHORT_EPOCHS = 2000, 3  # of the short session

# %% [markdown]
# The utility functions of the homework, ported to Python 3 and Keras 3: placeholders are gone, the
# labels stay digits instead of one-hot vectors (Keras's sparse loss takes them so), and the images
# come from the files or from Keras's copy of the same data set. As in the homework's loader, the
# first images of the training file are the validation set.


# %%
# Binarize the images
def binarize(images, threshold=0.1):
    return (threshold < images).astype("float32")


def read_idx(path):
    """Read a file of MNIST: a header with the sizes, then bytes."""
    content = path.read_bytes()
    start = 4 + 4 * content[3]
    shape = np.frombuffer(content[4:start], ">u4")
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)


def get_data(folder=None):
    """Return {part: (images, labels)}, images (n, 28, 28) of zeros and ones, labels digits."""
    if folder is None:
        train, test = keras.datasets.mnist.load_data()
    else:
        train, test = (
            (
                read_idx(folder / f"{part}-images-idx3-ubyte"),
                read_idx(folder / f"{part}-labels-idx1-ubyte"),
            )
            for part in ("train", "t10k")
        )
    sizes = settings["data"]
    start, end = sizes["validation"], sizes["validation"] + sizes["train"]
    parts = {
        "train": (train[0][start:end], train[1][start:end]),
        "validation": (train[0][:start], train[1][:start]),
        "test": (test[0][: sizes["test"]], test[1][: sizes["test"]]),
    }
    return {
        part: (binarize(images / np.float32(255), sizes["threshold"]), labels.astype(int))
        for part, (images, labels) in parts.items()
    }


def layers_and_units(size):
    """ "3x32" is (3, 32), "32" is (1, 32)."""
    depth, _, units = size.rpartition("x")
    return int(depth or 1), int(units)


# Generate summary table of results. This function expects a dict with the
# following structure: keys of 'LSTM' or 'GRU' and the values for each key are a
# list of tuples consisting of (test_loss, test_accuracy), and the list is
# ordered as the results from 32 units, 64 units, 128 units, 3 x 32 units, i.e.:
# {
#  'LSTM': [(loss,acc), (loss, acc), (loss, acc), (loss, acc)]
#  'GRU': [(loss,acc), (loss, acc), (loss, acc), (loss, acc)]
# }
def plot_summary_table(experiment_results):
    columns = []
    for depth, units in map(layers_and_units, settings["models"]["sizes"]):
        columns.append(f"({depth} layer{'s' if depth > 1 else ''}, {units} units)")
    for k, v in experiment_results.items():
        rows = ["Test loss", "Test accuracy"]
        cell_text = [[f"{loss:.4f}" for loss, _ in v], [f"{accuracy:.4f}" for _, accuracy in v]]

        plt.figure(figsize=(8, 1.3))
        ax = plt.gca()
        the_table = ax.table(cellText=cell_text, rowLabels=rows, colLabels=columns, loc="center")
        the_table.auto_set_font_size(False)
        the_table.set_fontsize(9)
        the_table.scale(1, 1.6)
        ax.axis("off")
        ax.set_title(k, loc="left", fontsize=12)
        plt.show()


# %%
places = [Path(".."), Path("."), Path("results")]
folder = next((p / "data" for p in places if (p / "data/train-images-idx3-ubyte").exists()), None)
data = get_data(folder)
x_test, y_test = data["test"]
print("MNIST:", "Keras's copy" if folder is None else "the files that are there")
for part, (images, _) in data.items():
    print(f"{part:10} {len(images):6} images, {images.mean():.1%} of the pixels are ink")

fig, axes = plt.subplots(1, 8, figsize=(8, 1.3))
for axis, image, label in zip(axes, x_test, y_test, strict=False):
    axis.imshow(image, cmap="binary")
    axis.set_title(label)
    axis.axis("off")
plt.show()
