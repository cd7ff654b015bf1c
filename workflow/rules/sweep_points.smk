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


def is_own_data(threshold):
    """Whether the homework's networks are trained on the data with this threshold."""
    return float(threshold) == config["data"]["threshold"]


def is_own(point, seed):
    """Whether the training at this point of the sweep is one of the homework's."""
    same = all(point[key] == config[name][key] for name, key in SWEPT)
    return same and point["model"] in RECURRENT and seed in SEEDS


def sweep_data(wildcards):
    own = is_own_data(wildcards.threshold)
    return (rules.binarize if own else rules.binarize_in_sweep).output[0]


def trained(kind):
    """A function of the wildcards: the file of each seed, from the homework's own trainings where
    that point of the sweep is one of them."""

    def paths(wildcards):
        point = point_of(wildcards)
        return [
            (rules.train if is_own(point, seed) else rules.train_in_sweep)
            .output[kind]
            .format(seed=seed, **wildcards)
            for seed in SWEEP_SEEDS
        ]

    return paths
