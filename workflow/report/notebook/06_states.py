# %% [markdown]
# ## 2. Outputs and states over time
#
# The same recurrent layer once more, with the same weights, but giving its output after every row.
# The output of a GRU is its state.

# %%
name = settings["analysis"]["states_of"]
model = models[name]


def split_at_cell(model):
    """Return the recurrent layer of a one-layer network, and the layers behind it."""
    (position,) = (i for i, layer in enumerate(model.layers) if isinstance(layer, layers.RNN))
    return model.layers[position], model.layers[position + 1 :]


def outputs_over_time(model, images):
    """Return the recurrent layer's output after each row of the images, (n, 28, units)."""
    recurrent, _ = split_at_cell(model)
    options = recurrent.get_config() | {"return_sequences": True}
    every_step = type(recurrent).from_config(options)
    outputs = every_step(recurrent.input)
    every_step.set_weights(recurrent.get_weights())
    per_row = outputs.shape[1] // 28  # steps: 28 where each pixel is one
    return predict(keras.Model(model.inputs[0], outputs[:, per_row - 1 :: per_row]), images)


outputs = outputs_over_time(model, x_test)
last = predict(keras.Model(model.inputs[0], split_at_cell(model)[0].output), x_test)
np.testing.assert_allclose(outputs[:, -1], last, atol=1e-5)
print("outputs over time:", outputs.shape, "(images, rows, units)")

# %% [markdown]
# The first test image of one digit, and what the network gives while it reads it. Time runs down;
# each step stands beside the row that it has just read.

# %%
example = int(np.argmax(y_test == settings["analysis"]["digit"]))
binarized_input_image, output_over_time = x_test[example], outputs[example]


def image_and_values(image, panels, rows=range(28), height=4.0, limits=(-1, 1), cmap="PuOr"):
    """Draw rows of an image, and beside them the values (28, units) of each of {title: values}."""
    widths = [height, *([(7.2 - height) / len(panels)] * len(panels))]
    whole = len(rows) == len(image)
    fig, axes = plt.subplots(1, 1 + len(panels), figsize=(8, height), width_ratios=widths)
    axes[0].imshow(image[rows.start : rows.stop], cmap="binary", vmin=0, vmax=1)
    axes[0].set_aspect("equal" if whole else "auto")
    axes[0].set_xticks([0, 9, 19, 27], [1, 10, 20, 28])
    axes[0].set(title="image", xlabel="column", ylabel="row")
    for axis, (title, values) in zip(axes[1:], panels.items(), strict=True):
        drawn = axis.imshow(
            values[rows.start : rows.stop],
            cmap=cmap,
            vmin=limits[0],
            vmax=limits[1],
            aspect="auto",
        )
        axis.set(title=title, xlabel="unit")
        units = np.unique(np.linspace(0, values.shape[1] - 1, 3).astype(int))
        axis.set_xticks(units, units + 1)
    ticks = [row for row in rows if not whole or row % 5 == 4]
    for axis in axes:
        axis.set_yticks([row - rows.start for row in ticks], [row + 1 for row in ticks])
    fig.colorbar(drawn, ax=axes[-1])
    plt.show()


image_and_values(binarized_input_image, {f"{name}: output": output_over_time})

# %% [markdown]
# The first five steps, with colours of their own scale, and the last five.

# %%
limit = np.abs(output_over_time[:5]).max()
image_and_values(
    binarized_input_image,
    {f"{name}: first five outputs": output_over_time},
    range(5),
    1.7,
    (-limit, limit),
)
image_and_values(
    binarized_input_image, {f"{name}: last five outputs": output_over_time}, range(23, 28), 1.7
)

# %%
ink = x_test.any(axis=2)  # of each row
first_ink = int(ink[example].argmax())
changes = np.abs(np.diff(outputs, axis=1, prepend=np.zeros_like(outputs[:, :1]))).mean(axis=(0, 2))
print(f"The first ink of this image is in row {first_ink + 1}.")
print("What the network gives before that row follows from its biases alone: it is the same")
print("for all images that begin with as many blank rows.")
print("Mean change of an output from step to step, over the test set:")
for label, rows in (("first", range(5)), ("last", range(23, 28))):
    print(f"  {label} five steps:", " ".join(f"{changes[row]:.3f}" for row in rows))
print(f"  largest: {changes.max():.3f}, in row {changes.argmax() + 1}")
