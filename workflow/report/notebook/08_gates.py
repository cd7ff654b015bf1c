# %% [markdown]
# ## Bonus: the gates of an LSTM
#
# Keras's layer keeps its gates to itself. Here is its recurrence written out, with the same
# weights; that it is the same is checked against the layer.


# %%
def lstm_with_gates(layer, inputs):
    """Run an LSTM layer on inputs (n, steps, features).

    Returns {"i", "f", "o", "c", "h"}, each (n, steps, units): gates, cell and output.
    """
    kernel, recurrent_kernel, bias = layer.get_weights()
    h = c = np.zeros((len(inputs), layer.units), "float32")
    history = {key: [] for key in "ifoch"}
    for x in np.moveaxis(inputs, 1, 0):
        z = x @ kernel + h @ recurrent_kernel + bias
        z_i, z_f, z_c, z_o = np.split(z, 4, axis=1)
        i, f, o = sigmoid(z_i), sigmoid(z_f), sigmoid(z_o)
        c = f * c + i * np.tanh(z_c)
        h = o * np.tanh(c)
        for key, value in zip("ifoch", (i, f, o, c, h), strict=True):
            history[key].append(value)
    return {key: np.stack(values, axis=1) for key, values in history.items()}


gates_name = settings["analysis"]["gates_of"]
lstm_model = models[gates_name]
lstm, _ = split_at_cell(lstm_model)
chosen = np.append(np.arange(min(1000, len(x_test))), example)  # the last one is the image above
into_lstm = predict(keras.Model(lstm_model.inputs[0], lstm.input), x_test[chosen])
traced = lstm_with_gates(lstm, into_lstm)
per_row = into_lstm.shape[1] // 28
traced = {key: values[:, per_row - 1 :: per_row] for key, values in traced.items()}
library = predict(keras.Model(lstm_model.inputs[0], lstm.output), x_test[chosen])
np.testing.assert_allclose(traced["h"][:, -1], library, atol=1e-4)
print("The recurrence above gives what Keras's layer gives.")

# %%
names = {"i": "input gate i", "f": "forget gate f", "o": "output gate o"}
image_and_values(
    binarized_input_image,
    {names[key]: traced[key][-1] for key in "ifo"},
    height=2.7,
    limits=(0, 1),
    cmap="cividis",
)
limit = np.abs(traced["c"][-1]).max()
image_and_values(
    binarized_input_image,
    {"cell c": traced["c"][-1]},
    limits=(-limit, limit),
)

# %%
fig, axes = plt.subplots(1, 3, figsize=(8, 2.4), sharey=True)
for axis, key in zip(axes, "ifo", strict=True):
    axis.plot(range(1, 29), traced[key].mean(axis=(0, 2)), label="mean")
    axis.plot(range(1, 29), (traced[key] > 0.9).mean(axis=(0, 2)), "--", label="share above 0.9")
    axis.set(title=names[key], xlabel="rows read", ylim=(0, 1))
axes[0].legend(frameon=False)
plt.show()
summary = pd.DataFrame(
    {
        names[key]: {
            "mean after the first row": traced[key][:, 0].mean(),
            "mean after the last row": traced[key][:, -1].mean(),
            "largest mean": traced[key].mean(axis=(0, 2)).max(),
            "in row": traced[key].mean(axis=(0, 2)).argmax() + 1,
            "share above 0.9": (traced[key] > 0.9).mean(),
            "share below 0.1": (traced[key] < 0.1).mean(),
        }
        for key in "ifo"
    }
)
display(summary.round(3))
