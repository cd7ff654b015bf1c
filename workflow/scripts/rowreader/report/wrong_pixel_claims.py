"""What the missing pixels are like that a network restores wrongly. See claims.py."""

import numpy as np

from ..analysis.gaps import ink_around
from .claims import Claim, percent, sentence, tex_title


def wrong_pixel_claims(images, arrays, network):
    """{name: Claim}. images: the test images (n, rows, columns); arrays: of `inpaint`, of the
    network's single missing pixels."""
    keys = ("images", "gaps", "truth", "log_posteriors")
    chosen, gaps, truth, log_posterior = (arrays[f"pixel_{key}"] for key in keys)
    truth, around = truth[:, 0], ink_around(images[chosen], gaps)
    wrong = log_posterior.argmax(1) != truth
    unlike = np.where(truth == 1, around < 0.5, around > 0.5)
    if unlike.all() or not unlike.any():
        return {"wrong_pixels": Claim("wrong_pixels", False, "", {"unlike": int(unlike.sum())})}
    shares = {"unlike": float(wrong[unlike].mean()), "others": float(wrong[~unlike].mean())}
    true = log_posterior[np.arange(len(truth)), truth]
    most = int(true.argmin())
    same = round(8 * (around[most] if truth[most] else 1 - around[most]))
    text = (
        f"{tex_title(network)} restores wrongly {wrong[unlike].sum()} of the {unlike.sum()} single "
        "pixels that differ from most of their eight neighbours "
        f"({percent(shares['unlike'], 0)}), and {wrong[~unlike].sum()} of the {(~unlike).sum()} "
        f"others ({percent(shares['others'], 0)})"
    )
    worse = shares["unlike"] > shares["others"]
    if worse:
        text += ": specks and notches go wrong most often"
        elsewhere = wrong[~unlike].sum() > wrong[unlike].sum()
        text += ", though most errors lie elsewhere" if elsewhere else ""
    text += f". The most wrong one is {'ink' if truth[most] else 'blank'}, as {same or 'none'} of "
    text += "its eight neighbours " + ("is" if same <= 1 else "are")
    numbers = shares | {
        "wrong": int(wrong.sum()),
        "alike": same,
        "chance": float(np.exp(true[most])),
    }
    return {"wrong_pixels": Claim("wrong_pixels", worse, sentence(text), numbers)}
