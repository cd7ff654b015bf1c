"""Made-up traces of networks, and the claims made of them, for the tests of such claims."""

import numpy as np
from rowreader.report import (
    decision_claims,
    gate_claims,
    memory_claims,
    probe_claims,
    state_claims,
)

STEPS, IMAGES = 28, 400
LABELS = np.arange(IMAGES) % 10
ROWS = np.arange(STEPS)
FIRST = np.full(IMAGES, 5)
LAST = 22 + np.arange(IMAGES) // 10 % 2  # index of the last inked row, alike for every digit


def readings(right_from):
    """Predictions: the label from row `right_from` (an index, one or an image's own), else 7."""
    right = np.broadcast_to(right_from, IMAGES)[:, None] <= ROWS
    return np.where(right, LABELS[:, None], 7)


def gates(names, values):
    """values: (n, steps) for every gate, the same in all of two units."""
    arrays = {}
    for name in names:
        arrays[f"{name}_by_image"] = values
        arrays[f"{name}_by_unit"] = np.repeat(values.mean(0)[:, None], 2, axis=1)
        arrays[f"{name}_low"] = arrays[f"{name}_high"] = np.full(STEPS, 0.25)
    return arrays


def trace(**changed):
    """A network that decides one row after the last ink, whose probe knows at row 10."""
    changes = np.where(FIRST[:, None] > ROWS, 0.1 / (ROWS + 1), 0.2)
    changes = np.where(LAST[:, None] + 1 == ROWS, 0.5, changes)
    cell = np.stack([-0.1 * ROWS, np.zeros(STEPS)], axis=1)
    arrays = {
        "labels": LABELS,
        "first_ink": FIRST,
        "last_ink": LAST,
        "predictions": readings(LAST + 1),
        "probe_predictions": readings(6),
        "cut": 18,
        "cut_predictions": readings(19),
        "loss": np.where(ROWS < 23, 8.0, 0.1),
        "changes": changes,
        "library_difference": 1e-7,
        "h_saturated": np.where(ROWS < 25, 0.75, 0.25),
        "kept_by_unit": np.array([0.1, 0.3]),
        "accuracy_without_kept": 1.0,
        "c_by_unit": cell,
        "c_onward": np.array([0.96, 0.5]),
        "c_beyond_one": np.full(STEPS, 0.5),
        **gates("ifozr", np.where(LAST[:, None] < ROWS, 0.8, 0.4)),
    }
    return arrays | changed


def opposite():
    """Decides early whatever the ink does, and its probe knows no sooner; nothing ever relaxes,
    bursts, opens or counts."""
    changes = np.broadcast_to(np.where(ROWS < 5, 0.02 * (ROWS + 1), 0.01), (IMAGES, STEPS))
    steadily = readings(8)
    return trace(
        predictions=steadily,
        probe_predictions=readings(26),
        cut_predictions=readings(28),
        loss=np.full(STEPS, 1.0),
        changes=changes,
        library_difference=0.2,
        h_saturated=np.zeros(STEPS),
        kept_by_unit=np.array([0.6, 0.8]),
        accuracy_without_kept=0.25,
        c_by_unit=np.full((STEPS, 2), 0.5),
        c_beyond_one=np.zeros(STEPS),
        **gates("ifozr", np.broadcast_to(np.linspace(0.9, 0.2, STEPS), (IMAGES, STEPS))),
    )


def claims_of(one, other=None):
    traces, others = [one, one], [other or one] * 2
    made = {
        **state_claims.state_claims(traces),
        **decision_claims.decision_claims(traces),
        **probe_claims.probe_claims(traces),
        **gate_claims.gate_claims(traces, others, "lstm-32", "gru-32", 1),
        **memory_claims.memory_claims(traces, others, "gru-32"),
    }
    assert all(name == claim.name for name, claim in made.items())
    return made


def reacting(f, i, z):
    """A trace whose gates are 0.5 but move by so much at the first ink, and back at the last."""
    inked = (FIRST[:, None] <= ROWS) & (LAST[:, None] >= ROWS)
    moves = {"f": f, "i": i, "z": z}
    return trace(**{f"{gate}_by_image": 0.5 + move * inked for gate, move in moves.items()})
