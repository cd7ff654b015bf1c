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
    if wrong.all() or not wrong.any():
        return {"wrong_pixels": Claim("wrong_pixels", False, "", {"wrong": int(wrong.sum())})}
    against = np.where(truth == 1, around < 0.5, around > 0.5)
    shares = {"wrong": float(against[wrong].mean()), "right": float(against[~wrong].mean())}
    true = log_posterior[np.arange(len(truth)), truth]
    most = int(true.argmin())
    same = round(8 * (around[most] if truth[most] else 1 - around[most]))
    text = (
        f"of the {wrong.sum()} single pixels that {tex_title(network)} restores wrongly, "
        f"{percent(shares['wrong'], 0)} differ from most of their eight neighbours, of the others "
        f"{percent(shares['right'], 0)}"
    )
    apart = shares["wrong"] > max(0.5, 2 * shares["right"])
    text += ": most are specks or notches at the edge of a stroke" if apart else ""
    text += f". The most wrong one is {'ink' if truth[most] else 'blank'}, as {same or 'none'} of "
    text += "its eight neighbours " + ("is" if same <= 1 else "are")
    numbers = shares | {
        "count": int(wrong.sum()),
        "alike": same,
        "chance": float(np.exp(true[most])),
    }
    return {"wrong_pixels": Claim("wrong_pixels", apart, sentence(text), numbers)}
