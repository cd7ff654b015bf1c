# %% [markdown]
# The training: cross-entropy and Adam, with the settings above.


# %%
# Your training session here
def moved(images, labels):
    """Move each image by an affine map of its own about its middle; blank pixels come in."""
    most, draws = settings["training"], tf.random.uniform((6, tf.shape(images)[0]))
    down, right = tf.unstack(tf.floor(draws[:2] * (2 * most["shifts"] + 1)) - most["shifts"])
    angle, wide, high, shear = tf.unstack(2 * draws[2:] - 1)
    angle, shear = math.radians(most["rotation"]) * angle, most["shear"] * shear
    wide, high = 1 + most["scaling"] * wide, 1 + most["scaling"] * high
    # From a pixel's place (column, row) to where it comes from
    columns = tf.cos(angle) * wide, tf.cos(angle) * shear - tf.sin(angle) * high
    rows = tf.sin(angle) * wide, tf.sin(angle) * shear + tf.cos(angle) * high
    middle, zero = 27 / 2, tf.zeros_like(angle)
    from_column = middle * (1 - columns[0] - columns[1]) - right
    from_row = middle * (1 - rows[0] - rows[1]) - down
    maps = tf.stack([*columns, from_column, *rows, from_row, zero, zero], 1)
    pixels = keras.ops.image.affine_transform(images[..., None], maps)
    return tf.cast(pixels[..., 0] >= 0.5, images.dtype), labels


def train(model, part, validation, epochs, seed):
    """Train on the images and labels of `part`; return a table with a row an epoch."""
    options = settings["training"]
    steps = epochs * math.ceil(len(part[0]) / options["batch_size"])
    rate = options["learning_rate"]
    if options["schedule"] == "cosine":  # to zero over the training
        rate = keras.optimizers.schedules.CosineDecay(rate, steps)
    stopping = keras.callbacks.EarlyStopping(
        patience=options["early_stopping"] or epochs, restore_best_weights=True
    )
    model.compile(
        optimizer=keras.optimizers.Adam(
            rate,
            weight_decay=options["weight_decay"] or None,
            global_clipnorm=options["clip_norm"],
        ),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    batches = tf.data.Dataset.from_tensor_slices(part).shuffle(len(part[0]), seed)
    batches = batches.batch(options["batch_size"])
    if any(options[key] for key in ("shifts", "rotation", "scaling", "shear")):
        batches = batches.map(moved)
    history = model.fit(
        batches,
        epochs=epochs,
        validation_data=validation,
        validation_batch_size=1000,
        shuffle=False,  # `batches` are shuffled already
        callbacks=[] if options["early_stopping"] is None else [stopping],
        verbose=0,
    ).history
    return pd.DataFrame(history, index=pd.RangeIndex(1, len(history["loss"]) + 1, name="epoch"))


# %% [markdown]
# The short session trains the first network of each cell type; the full one all networks.

# %%
seed = settings["analysis"]["seed"]
runs = next((p / "runs" for p in places if (p / "runs").is_dir()), None)
full_training = full_training or runs is None
part, validation, epochs = data["train"], data["validation"], settings["training"]["epochs"]
session = [*networks, *whole_image]
if not full_training:
    session = [f"{cell}-{settings['models']['sizes'][0]}" for cell in compared]
    part, validation = ([a[:SHORT_IMAGES] for a in arrays] for arrays in (part, validation))
    part, validation, epochs = tuple(part), tuple(validation), SHORT_EPOCHS
print(f"{'full' if full_training else 'short'} session: {', '.join(session)}")
print(f"{len(part[0])} images, at most {epochs} epochs")

trained, histories = {}, {}
for name in session:
    keras.utils.set_random_seed(seed)
    trained[name] = build(name)
    histories[name] = train(trained[name], part, validation, epochs, seed)
    print(f"\n{name}")
    display(histories[name].round(4))

# %% [markdown]
# From here on, `models` are the fully trained networks: those of this session if it was the full
# one, otherwise the saved ones. Their histories:

# %%
if full_training:
    models = trained
else:
    models, histories = {}, {}
    for name in [*networks, *whole_image]:
        saved = runs / name / f"seed-{seed}"
        models[name] = keras.models.load_model(saved / "model.keras", compile=False)
        histories[name] = pd.read_csv(saved / "history.csv", index_col="epoch")
with pd.option_context("display.max_rows", None):
    every_epoch = pd.concat(histories, names=["network"])
    display(every_epoch.drop(columns="crc32", errors="ignore").round(4))

shown = ["val_loss", "val_accuracy"]
fig, axes = plt.subplots(2, len(compared), figsize=(8, 4.5), sharex=True, sharey="row")
for column, cell in zip(axes.reshape(2, -1).T, compared, strict=True):
    for size in settings["models"]["sizes"]:
        for axis, key in zip(column, shown, strict=True):
            axis.plot(histories[f"{cell}-{size}"][key], marker=".", label=size)
    column[0].set_title(settings["cells"][cell]["title"])
    column[1].set_xlabel("epoch")
axes.reshape(2, -1)[0, 0].set_ylabel("validation loss")
axes.reshape(2, -1)[1, 0].set_ylabel("validation accuracy")
axes.reshape(2, -1)[0, -1].legend(title="units", frameon=False)
plt.show()
