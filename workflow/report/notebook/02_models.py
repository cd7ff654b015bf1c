# %% [markdown]
# # Train Models
#
# The network of the homework: each row goes through an affine map to as many numbers as the cell
# has units, then through the recurrent layer or layers; the last output goes through ReLU, a fully
# connected layer with ReLU and a fully connected layer to ten logits.


# %%
# Your models here
def build_model(name):
    """Build a network such as gru-32 or lstm-3x32."""
    chosen = settings["models"]
    cell, _, size = name.partition("-")
    depth, units = layers_and_units(size)
    recurrent, options = getattr(layers, settings["cells"][cell]["layer"]), settings["cells"][cell]
    model = keras.Sequential([layers.Input((28, 28))])
    if chosen["step_reads"] == "pixel":
        model.add(layers.Reshape((28 * 28, 1)))
    model.add(layers.Dense(units))
    if chosen["batch_normalization"]:
        model.add(layers.BatchNormalization())
    for layer in range(1, depth + 1):
        model.add(recurrent(units, return_sequences=layer < depth, **options["options"]))
    model.add(layers.ReLU())
    if chosen["dropout"]:
        model.add(layers.Dropout(chosen["dropout"]))
    model.add(layers.Dense(chosen["head_units"], activation="relu"))
    model.add(layers.Dense(10))
    return model


def build_whole_image_model(name):
    """Build a model of the first homework, which sees the whole image at once."""
    model = keras.Sequential([layers.Input((28, 28))])
    if name == "convolutional":
        model.add(layers.Reshape((28, 28, 1)))
        for _ in range(2):
            model.add(layers.Conv2D(8, 3, padding="same", activation="relu"))
            model.add(layers.MaxPooling2D(2))
    model.add(layers.Flatten())
    for _ in range({"linear": 0, "dense-32": 1, "dense-2x32": 2, "convolutional": 1}[name]):
        model.add(layers.Dense(32, activation="relu"))
    model.add(layers.Dense(10))
    return model


# %%
compared = settings["models"]["cells"]
networks = [f"{cell}-{size}" for cell in compared for size in settings["models"]["sizes"]]
analysed = [settings["analysis"][key] for key in ("states_of", "gates_of")]
networks += [name for name in analysed if name not in networks]  # of a cell that is not compared
whole_image = ["linear", "dense-32", "dense-2x32", "convolutional"]


def build(name):
    return build_whole_image_model(name) if name in whole_image else build_model(name)


for name in networks:
    print(f"{name:10} {build(name).count_params():8,} parameters")
build(settings["analysis"]["states_of"]).summary(line_length=80)
