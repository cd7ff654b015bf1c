"""Write and execute the notebook that the homework hands in: plain Keras, numpy and matplotlib.

The notebook does not use this package: it loads the saved models, the data and the table of runs.
"""

import os
import textwrap
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from rowreader.cells import CELLS
from rowreader.run.errors import UserError, job_log
from rowreader.run.files import atomic
from rowreader.run.names import parse_model
from rowreader.run.surroundings import kernel_manager

TIMEOUT = 600  # seconds for one cell

LOAD = """
import os
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

results = Path({results!r})
arrays = np.load(results / "data" / "binarized.npz")

def images(part):
    return np.unpackbits(arrays[part + "_images"], axis=1).reshape(-1, 28, 28).astype("float32")

x_test, y_test = images("test"), arrays["test_labels"].astype(int)
print("training images:", len(arrays["train_labels"]), " test images:", len(y_test))
"""
MODEL = '''
from functools import partial
from keras import layers

cells = {{{kinds}}}

def build_model(cell, units, depth):
    """Row -> affine -> recurrent cell(s) -> ReLU -> fully connected ReLU -> logits."""
    model = keras.Sequential([layers.Input((28, 28)), {pixels}layers.Dense(units){normalization}])
    for layer in range(depth):
        model.add(cells[cell](units, return_sequences=layer < depth - 1))
    model.add(layers.ReLU())
{dropping}    model.add(layers.Dense({head_units}, activation="relu"))
    model.add(layers.Dense(10))
    return model

build_model({cell!r}, {units}, {depth}).summary()
'''
TRAINING = '''
def train(model, x, y, x_validation, y_validation):
    """As the workflow trains, with stock layers{moved}.
    The saved models below were trained so."""
    rate = {learning_rate}
{decay}    model.compile(
        optimizer=keras.optimizers.Adam(rate, global_clipnorm={clip_norm}),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model.fit(x, y, batch_size={batch_size}, epochs={epochs},
                     validation_data=(x_validation, y_validation){stopping})
'''
DECAY = """    steps = {epochs} * -(-len(x) // {batch_size})
    rate = keras.optimizers.schedules.CosineDecay(rate, steps)
"""
STOPPING = """,
                     callbacks=[keras.callbacks.EarlyStopping(
                         patience={early_stopping}, restore_best_weights=True)]"""
SUMMARY = '''
def plot_summary_table(experiment_results, columns, title):
    """The homework's helper, in Python 3."""
    rows, cell_text = list(experiment_results), list(experiment_results.values())
    fig = plt.figure(figsize=(8, 1.4), frameon=False)
    ax = plt.gca()
    ax.axis("off")
    ax.set_title(title)
    table = ax.table(cellText=cell_text, rowLabels=rows, colLabels=columns, loc="center")
    table.scale(1, 1.6)
    plt.show()

runs = pd.read_csv(results / "tables" / "runs.csv")
titles = {titles!r}
for cell in titles:
    chosen = runs[runs["model"].str.startswith(cell + "-")]
    means = chosen.groupby("model", sort=False)[["test_loss", "test_accuracy"]].mean()
    plot_summary_table(
        {{"Test loss": means["test_loss"].map("{{:.4f}}".format).tolist(),
         "Test accuracy": means["test_accuracy"].map("{{:.4f}}".format).tolist()}},
        [name.split("-")[1] for name in means.index], titles[cell])
'''
EVALUATE = """
path = results / "runs" / {model!r} / "seed-{seed}" / "model.keras"
model = keras.models.load_model(path, compile=False)
logits = model.predict(x_test, batch_size=1000, verbose=0)
print("test accuracy:", (logits.argmax(1) == y_test).mean())
"""
STATES = """
recurrent = next(layer for layer in model.layers if isinstance(layer, layers.RNN))
position = model.layers.index(recurrent)
options = recurrent.get_config() | {{"return_sequences": True}}
every_step = type(recurrent).from_config(options)
hidden = every_step(recurrent.input)
every_step.set_weights(recurrent.get_weights())
states = keras.Model(model.inputs, hidden).predict(x_test[:2000], batch_size=1000, verbose=0)
states = states[:, {every} - 1::{every}]  # after each row

fig, (left, right) = plt.subplots(1, 2, figsize=(8, 4), sharey=True)
left.imshow(x_test[0], cmap="binary", aspect="auto")
left.set(title="image", xlabel="column", ylabel="row")
shown = right.imshow(states[0], cmap="PuOr", vmin=-1, vmax=1, aspect="auto")
right.set(title="hidden state", xlabel="unit")
fig.colorbar(shown)
plt.show()
"""
DECISIONS = '''
def read_out(state):
    """The classification head on the state of any step."""
    for layer in model.layers[position + 1:]:
        state = layer(state)
    return np.asarray(state)

predicted = np.stack([read_out(states[:, t]).argmax(1) for t in range(28)], axis=1)
print("predictions of the last five steps:")
for index in range(5):
    print("digit", y_test[index], "read as", predicted[index, -5:])

differs = predicted != predicted[:, -1:]
decision = np.where(differs.any(1), 28 - differs[:, ::-1].argmax(1), 0) + 1
fig, (left, right) = plt.subplots(1, 2, figsize=(8, 3))
left.plot(range(1, 29), (predicted == y_test[:len(states), None]).mean(0))
left.set(xlabel="rows read", ylabel="accuracy")
right.hist(decision, bins=np.arange(1, 30) - 0.5)
right.set(xlabel="row of the decision", ylabel="images")
plt.show()
'''


def _options(models, training):
    """Return {name: code or words}, empty where the option is off."""
    options = {
        "pixels": (models["rows"] == "pixel", "layers.Reshape((784, 1)), "),
        "normalization": (models["batch_normalization"], ", layers.BatchNormalization()"),
        "dropping": (models["dropout"], f"    model.add(layers.Dropout({models['dropout']}))\n"),
        "moved": (
            training["shifts"],
            f"; it also moves each image by up to {training['shifts']} pixels",
        ),
        "decay": (training["schedule"] == "cosine", DECAY.format(**training)),
        "stopping": (training["early_stopping"] is not None, STOPPING.format(**training)),
    }
    return {name: text if on else "" for name, (on, text) in options.items()}


def _kind(cell, models):
    """Code that makes a layer of this cell: its name and what to call with units."""
    options = "".join(f", {key}={value}" for key, value in cell.layer_options(models).items())
    return f'"{cell.name}": partial(layers.{cell.layer}{options})'


def notebook(results, model, seed, cells, models, training):
    """Return the notebook: Markdown headings and code cells, not yet executed."""
    cell, depth, units = parse_model(model)
    values = {
        "results": str(results),
        "model": model,
        "seed": seed,
        "cell": cell,
        "depth": depth,
        "units": units,
        "every": 28 if models["rows"] == "pixel" else 1,
        **_options(models, training),
        **models,
        **training,
        "titles": {name: CELLS[name].title for name in cells},
        "kinds": ",\n         ".join(
            _kind(CELLS[name], models) for name in dict.fromkeys([*cells, cell])
        ),
    }
    parts = [
        ("Deep Learning, homework 3: reading digits row by row", LOAD),
        ("The network", MODEL),
        ("Training", TRAINING),
        ("Question 2: summary tables", SUMMARY),
        (f"Question 3: the trained {model}", EVALUATE),
        ("States over the rows", STATES),
        ("When is the decision made?", DECISIONS),
    ]
    written = []
    for index, (heading, code) in enumerate(parts):
        written.append(nbformat.v4.new_markdown_cell(f"## {heading}", id=f"heading-{index}"))
        source = textwrap.dedent(code).strip().format(**values)
        written.append(nbformat.v4.new_code_cell(source, id=f"code-{index}"))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=written, metadata={"kernelspec": kernel})


def make_notebook(output, model, seed, cells, models, training):
    """Execute the notebook in the folder of the results, and write it with its outputs."""
    results = Path(output).resolve().parent.parent
    book = notebook("..", model, seed, cells, models, training)
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    client = NotebookClient(
        book,
        km=kernel_manager(),
        timeout=TIMEOUT,
        resources={"metadata": {"path": str(results / "report")}},
        record_timing=False,
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise UserError(f"the notebook failed: {error.ename}: {error.evalue}") from error
    except CellTimeoutError as error:
        raise UserError(f"a cell of the notebook took longer than {TIMEOUT} s") from error
    except (DeadKernelError, RuntimeError) as error:
        raise UserError(
            f"the notebook's kernel died ({' '.join(str(error).split())}); is there enough memory?"
        ) from error
    for cell in book.cells:
        if cell.cell_type == "code":  # TensorFlow's notes hold times and process numbers
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    with atomic(output) as temporary:
        nbformat.write(book, temporary)


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
        make_notebook(
            snakemake.output[0],
            snakemake.params.model,
            snakemake.params.seed,
            snakemake.params.cells,
            snakemake.params.models,
            snakemake.params.training,
        )
