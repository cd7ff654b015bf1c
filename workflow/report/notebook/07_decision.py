# %% [markdown]
# ## 3. The last steps, and when the decision is made
#
# What the layers behind the recurrent one say of the output of *each* step, as if it were the last
# one.


# %%
def read_out(model, outputs):
    """Return the logits (n, 28, 10) of outputs (n, 28, units)."""
    head = keras.Sequential([layers.Input(outputs.shape[2:]), *split_at_cell(model)[1]])
    every_row = predict(head, outputs.reshape(-1, outputs.shape[2]), batch=10000)
    return every_row.reshape(len(outputs), 28, 10)


logits = read_out(model, outputs)
predictions = logits.argmax(axis=2)

# The decision: the row from which on the prediction never changes.
differs = predictions != predictions[:, -1:]
decision = np.where(differs.any(axis=1), 28 - differs[:, ::-1].argmax(axis=1), 0) + 1

# %% [markdown]
# Four images: of those that are read correctly the one that is decided first, the middle one and
# the one that is decided last; and the most confident mistake (or, where there is none, the least
# confident image). Where several qualify, the first of them.

# %%
last_logits = logits[:, -1].astype(float)
confidence = softmax(last_logits, axis=1).max(axis=1)
correct = predictions[:, -1] == y_test
pool = np.flatnonzero(correct if correct.any() else np.ones_like(correct))
by_decision = pool[np.argsort(decision[pool], kind="stable")]
wrong = np.flatnonzero(~correct)
mistake = wrong[confidence[wrong].argmax()] if len(wrong) else confidence.argmin()
examples = [by_decision[0], by_decision[len(by_decision) // 2], by_decision[-1], mistake]

fig, axes = plt.subplots(2, 4, figsize=(8, 4.4), height_ratios=[1.4, 1])
for column, index in zip(axes.T, examples, strict=True):
    probabilities = softmax(logits[index, -5:].astype(float), axis=1)
    column[0].imshow(x_test[index], cmap="binary")
    column[0].axhline(22.5, color="#D55E00", linewidth=1)
    column[0].set_title(f"digit {y_test[index]}, decided after row {decision[index]}")
    column[0].axis("off")
    column[1].imshow(probabilities, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for row, digit in np.ndindex(probabilities.shape):
        percent = 100 * probabilities[row, digit]
        if percent >= 0.5:
            style = {"ha": "center", "va": "center", "fontsize": 6}
            colour = "white" if percent > 50 else "black"
            column[1].text(digit, row, f"{percent:.0f}", color=colour, **style)
    column[1].set_xticks(range(10))
    column[1].set_yticks(range(5), range(24, 29))
    column[1].set_xlabel("digit")
axes[1, 0].set_ylabel("after row")
fig.suptitle("Probabilities (%) read out after the last five rows (below the line)", fontsize=9)
plt.show()

# %% [markdown]
# The predictions of the last five steps, as the homework asks, and over the test set.

# %%
rows = range(24, 29)
display(
    pd.DataFrame(
        predictions[examples, -5:],
        index=pd.Index(y_test[examples], name="digit"),
        columns=[f"after row {row}" for row in rows],
    )
)
right = (predictions == y_test[:, None]).mean(axis=0)
final = (~differs).mean(axis=0)
display(
    pd.DataFrame(
        {
            "read correctly": right[-5:],
            "as in the end": final[-5:],
            "mean largest probability": softmax(logits[:, -5:], axis=2).max(axis=2).mean(axis=0),
        },
        index=pd.Index(rows, name="row"),
    ).round(3)
)

# %%
last_ink = 27 - ink[:, ::-1].argmax(axis=1)
since = np.arange(28) - last_ink[:, None]  # rows read since the last one with ink
whole = (last_ink > 8) & (last_ink < 25)  # the images that have all of the rows drawn
after_ink = {
    row: (predictions == y_test[:, None])[whole][since[whole] == row].mean()
    for row in range(-9, 4)
    if whole.any()
}

fig, (left, middle, right_axis) = plt.subplots(1, 3, figsize=(8, 2.6))
left.plot(range(1, 29), right)
left.set(xlabel="rows read", ylabel="accuracy", ylim=(0, 1), title="by rows")
middle.plot(list(after_ink), list(after_ink.values()))
middle.set(xlabel="rows since the last ink", ylim=(0, 1), title="by rows since the last ink")
for axis in (left, middle):
    axis.axhline(0.1, color="grey", linewidth=0.8, linestyle=":")
right_axis.hist(decision, bins=np.arange(1, 30) - 0.5, color="#0072B2")
right_axis.set(xlabel="row of the decision", ylabel="images", title="decisions")
plt.show()

late = (decision > 23).mean()
print(f"The prediction is final after row {np.median(decision):.0f} in the median.")
print(f"{late:.0%} of the images are decided within the last five rows, {1 - late:.0%} before.")
print(f"Of the {whole.sum()} images whose ink ends at least three rows before the last row,")
for row in range(4 if whole.any() else 0):
    said = f"{row} row{'s' * (row != 1)} after the last one with ink"
    print(f"  {after_ink[row]:.1%} are read correctly {said}")

# %% [markdown]
# Does the state not hold the digit before, or can the head not read it? What a linear probe reads
# is there: a softmax regression from the states after one row to the labels, fitted for each row
# by itself, on the states of 5,000 training images.


# %%
def fit_probe(states, labels, start, penalty=1e-3):
    """Fit a softmax regression from states (n, units); return its weights (units + 1, 10).

    start: weights to begin with. penalty: half of it, times the squares of all weights, is added.
    """
    inputs = np.column_stack([states, np.ones(len(states))]).astype(float)
    targets = np.eye(10)[labels]

    def loss_and_slope(flat):
        scores = log_softmax(inputs @ flat.reshape(start.shape), axis=1)
        loss = -(targets * scores).sum() / len(inputs) + penalty / 2 * (flat**2).sum()
        slope = inputs.T @ (np.exp(scores) - targets) / len(inputs)
        return loss, slope.ravel() + penalty * flat

    options = {"maxiter": 30}
    found = minimize(loss_and_slope, start.ravel(), jac=True, method="L-BFGS-B", options=options)
    return found.x.reshape(start.shape)


# %%
x_probe, y_probe = (part[:5000] for part in data["train"])
probe_outputs = outputs_over_time(model, x_probe)
weights = np.zeros((outputs.shape[2] + 1, 10))
probe_right = []
for row in range(28):
    known, new = probe_outputs[:, row], outputs[:, row]
    middle, scale = known.mean(axis=0), known.std(axis=0) + 1e-6
    weights = fit_probe((known - middle) / scale, y_probe, weights)
    read = (new - middle) / scale @ weights[:-1] + weights[-1]
    probe_right.append((read.argmax(axis=1) == y_test).mean())

fig, axis = plt.subplots(figsize=(5, 2.6))
axis.plot(range(1, 29), right, label="head")
axis.plot(range(1, 29), probe_right, "--", label="linear probe")
axis.axhline(0.1, color="grey", linewidth=0.8, linestyle=":")
axis.set(title="accuracy after each row", xlabel="rows read", ylim=(0, 1))
axis.legend(frameon=False)
plt.show()
for reader, shares in (("head", right), ("probe", probe_right)):
    print(f"The {reader} reads {shares[23]:.1%} after row 24 and {shares[27]:.1%} after row 28.")
