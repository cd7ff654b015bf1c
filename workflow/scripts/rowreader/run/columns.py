"""What each column of the result tables can hold."""

import dataclasses
import math

WORDS = "words"


@dataclasses.dataclass(frozen=True)
class Number:
    """A finite number from `low` to `high`, whole or not; missing only where that is allowed."""

    low: float = -math.inf
    high: float = math.inf
    whole: bool = False
    missing: bool = False

    def __str__(self):
        kind = "a whole number" if self.whole else "a finite number"
        return f"{kind} from {self.low:g} to {self.high:g}" if self != Number() else kind


COUNT = Number(0, whole=True)
POSITIVE = Number(1, whole=True)
DIGIT = Number(0, 9, whole=True)
SHARE = Number(0, 1)
LOSS = Number(0)
ANY = Number(missing=True)

COLUMNS = {
    "model": WORDS,
    "seed": COUNT,
    **{f"{part}loss": LOSS for part in ("", "val_", "train_", "validation_", "test_")},
    **{f"{part}accuracy": SHARE for part in ("", "val_", "train_", "validation_", "test_")},
    "epoch": POSITIVE,
    "parameters": POSITIVE,
    "multiplications": POSITIVE,
    # Of evaluations: the test images of a label that a run predicted so.
    "label": DIGIT,
    "predicted": DIGIT,
    "digit": DIGIT,
    "images": COUNT,
    # Of summaries: how many seeds.
    "seeds": POSITIVE,
    **{f"accuracy_{direction}": SHARE for direction in ("up", "down", "left", "right")},
    # Of comparisons: shares of the test images, first minus second.
    "kind": WORDS,
    "first": WORDS,
    "second": WORDS,
    "difference": Number(-1, 1),
    "low": Number(),
    "high": Number(),
    # Of pixel predictors.
    "part": WORDS,
    "nats_per_pixel": LOSS,
    "nats_per_image": LOSS,
    "standard_error": Number(0, missing=True),  # of the mean over images, if there are several
    "gate_bias": WORDS,
    # Of theory and claims.
    "name": WORDS,
    "value": Number(),
    "text": WORDS,
    # Of completions and in-painting: nats, but the shares. An error is of one image alone missing,
    # what takes a model of pixels is missing for a rule.
    "image": COUNT,
    "length": POSITIVE,
    "gap": WORDS,
    "missing": POSITIVE,
    "restored": COUNT,
    "whole": Number(0, 1, whole=True),
    "samples": LOSS,
    **{key: Number(0, missing=True) for key in ("truth", "best", "image_truth", "image_best")},
    **{key: Number(0, 1, missing=True) for key in ("probability", "best_probability")},
    **{f"{key}_per_pixel": LOSS for key in ("truth", "samples")},
    **{f"{key}_error": Number(0, missing=True) for key in ("truth", "samples", "best")},
    **{f"{key}_error_per_pixel": Number(0, missing=True) for key in ("truth", "samples")},
    **{f"excess{end}{unit}": ANY for end in ("", "_low", "_high") for unit in ("", "_per_pixel")},
    **{f"{key}_share": SHARE for key in ("restored", "whole")},
    **{f"{key}_error": Number(0, missing=True) for key in ("restored", "whole", "probability")},
    **{f"{key}{end}": ANY for key in ("gain", "whole_gain") for end in ("", "_low", "_high")},
    # Of reliability diagrams.
    "bin": POSITIVE,
    "pixels": POSITIVE,
    **{f"{key}_share": SHARE for key in ("predicted", "observed")},
    **{f"observed_{end}": SHARE for end in ("low", "high")},
    # Of a published mistake, repeated: nats.
    "read": WORDS,
    **{key: LOSS for key in ("right", "mistaken", "least_mistaken")},
    # Of the sweep's points.
    "cell": WORDS,
    "layers": POSITIVE,
    "units": POSITIVE,
    "threshold": SHARE,
    "learning_rate": Number(0),
    "batch_size": POSITIVE,
    "dropout": SHARE,
}


def holds(column):
    """What the column can hold, WORDS or a Number; None for a column that no reader checks. A mean
    over the seeds is in the range of its column, a deviation not negative, and missing where there
    is one seed."""
    if column.endswith("_std"):
        return Number(0, missing=True)
    return COLUMNS.get(column.removesuffix("_mean"))


def fault(table, columns, key=()):
    """Say what is wrong with a pandas table, or return None: it must have `columns`, at least one
    row, in every column only what that can hold, and no two rows with the same values of `key`."""
    for column in (*columns, *key):
        if column not in table:
            return f"column {column} is missing"
        if holds(column) is None:
            raise KeyError(f"run/columns.py does not say what column {column} holds")
    if table.empty:
        return "it has no rows"
    for column in table:
        wrong = _wrong(table[column], holds(column))
        if wrong.any():
            value = table[column][wrong.idxmax()]
            return f"{column} = {value} in row {wrong.idxmax() + 1}, not {holds(column)}"
    if key and (twice := table.duplicated(list(key))).any():
        return f"row {twice.idxmax() + 1} has the {', '.join(key)} of an earlier one"
    return None


def _wrong(values, kind):
    """Whether each of the values is none that `kind` allows, a series of booleans."""
    import pandas

    if kind is None:
        return pandas.Series(False, values.index)
    if kind == WORDS:
        return values.isna() | (values.astype(str).str.strip() == "")
    numbers = pandas.to_numeric(values, errors="coerce")
    right = numbers.between(kind.low, kind.high) & (numbers.abs() < math.inf)
    if kind.whole:
        right &= numbers % 1 == 0
    return ~(right | (values.isna() & kind.missing))
