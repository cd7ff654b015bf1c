# What the rules of a sweep ask for at each of its points.
def point_of(wildcards):
    (point,) = (p for p in SWEEP_POINTS if all(str(p[key]) == wildcards[key] for key in p))
    return point


def at_point(name, keys):
    """A function of the wildcards: section `name` with the values of that point of the sweep."""

    def settings(wildcards):
        point = point_of(wildcards)
        return {key: point.get(key, value) for key, value in section(name, *keys).items()}

    return settings


def sweep_data(wildcards):
    if float(wildcards.threshold) == config["data"]["threshold"]:
        return rules.binarize.output[0]
    return rules.binarize_in_sweep.output[0]


def trained(kind):
    """A function of the wildcards: the file of each seed, from the homework's own trainings where
    that point of the sweep is one of them."""

    def paths(wildcards):
        point = point_of(wildcards)
        own = point["model"] in RECURRENT and all(
            point[key] == config[name][key] for name, key in SWEPT
        )
        return [
            (rules.train if own and seed in SEEDS else rules.train_in_sweep)
            .output[kind]
            .format(seed=seed, **wildcards)
            for seed in SWEEP_SEEDS
        ]

    return paths
