"""The points of a sweep, and what of it the homework has made already."""

from .config import SWEPT
from .names import model_names


def point_of(points, wildcards):
    """The one point of `points` (a dict of settings each) that a job's wildcards name."""
    (point,) = (p for p in points if all(str(p[key]) == wildcards[key] for key in p))
    return point


def at_point(points, settings):
    """A function of a job's wildcards: the settings with the values of that point."""

    def changed(wildcards):
        point = point_of(points, wildcards)
        return {key: point.get(key, value) for key, value in settings.items()}

    return changed


def is_own_data(config, threshold):
    """Whether the homework's networks are trained on the data with this threshold."""
    return float(threshold) == config["data"]["threshold"]


def is_own_training(config, point, seed):
    """Whether the training at this point, from this seed, is one of the homework's."""
    return (
        all(point[key] == config[section][key] for section, key in SWEPT)
        and point["model"] in model_names(config["models"])
        and seed in config["training"]["seeds"]
    )


def data_at(config, own, other):
    """A function of a job's wildcards: the path of its data, by the pattern `own` where the
    homework makes them, else by `other`."""

    def path(wildcards):
        return (own if is_own_data(config, wildcards.threshold) else other).format(**wildcards)

    return path


def models_at(config, points, own, other):
    """A function of a job's wildcards: the path of each seed's network, by the pattern `own` where
    the homework trains it, else by `other`."""

    def paths(wildcards):
        point = point_of(points, wildcards)
        return [
            (own if is_own_training(config, point, seed) else other).format(seed=seed, **wildcards)
            for seed in seeds_of(config)
        ]

    return paths


def seeds_of(config):
    """The seeds of each point."""
    return config["sweep"]["seeds"] or config["training"]["seeds"]


def new_thresholds(config, points):
    """The thresholds of data that the homework does not make."""
    thresholds = dict.fromkeys(point["threshold"] for point in points)
    return [threshold for threshold in thresholds if not is_own_data(config, threshold)]


def new_trainings(config, points):
    """The trainings that the homework does not make: points, each with a `seed`."""
    return [
        {**point, "seed": seed}
        for point in points
        for seed in seeds_of(config)
        if not is_own_training(config, point, seed)
    ]
