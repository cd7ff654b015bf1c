# %% [markdown]
# # Analysis of results
#
# ## 1. Against models that see the whole image
#
# The models of the first homework, trained on the same binarized images in the same way. They get
# all pixels at once; a network that reads rows gets one row at a time, and what it needs later has
# to fit into its state.

# %%
comparison = pd.DataFrame(
    [(models[name].count_params(), *scores[name]) for name in [*whole_image, *networks]],
    index=[*whole_image, *networks],
    columns=["parameters", "test loss", "test accuracy"],
)
display(comparison.sort_values("test accuracy").round(4))
best_whole = max(whole_image, key=lambda name: scores[name][1])
better = sum(scores[name][1] > scores[best_whole][1] for name in networks)
print(f"The best of the whole-image models is {best_whole} with {scores[best_whole][1]:.2%}.")
print(f"{better} of the {len(networks)} networks that read rows are more accurate than it.")
