"""Jobs and times in words."""

import re
import time

EPOCH = re.compile(r"epoch (\d+)/(\d+) ")


def job_name(rule, wildcards):
    """Return such as "train gru-32 seed-0"."""
    values = [f"seed-{value}" if key == "seed" else value for key, value in wildcards.items()]
    return " ".join([rule, *values])


def clock(moment):
    """Return the time of day of a moment of time.time()."""
    return time.strftime("%H:%M", time.localtime(moment))


def duration(seconds):
    """Return such as 0:35 or 1:02:03."""
    hours, rest = divmod(round(seconds), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def about(seconds):
    """Return an estimate in words, no finer than it can be."""
    if seconds < 10:
        return "a few seconds"
    if seconds < 100:
        return f"about {round(seconds, -1):.0f} s"
    if seconds < 100 * 60:
        return f"about {seconds / 60:.0f} min"
    return f"about {seconds / 3600:.1f} h"


def epochs(text):
    """Return (first, last, total) of the epochs that a training's log has, None without any."""
    found = EPOCH.findall(text)
    return (int(found[0][0]), int(found[-1][0]), int(found[-1][1])) if found else None


def running_text(jobs, width=None):
    """Return what runs; jobs: (name, seconds, (last, total) epochs or None) of each; as many as
    `width` letters hold, then the number of the others."""
    texts = []
    for name, seconds, told in jobs:
        progress = f", epoch {told[0]}/{told[1]}" if told else ""
        texts.append(f"{name} ({duration(seconds)}{progress})")
    shown = len(texts)
    while width is not None and shown > 1 and len(_joined(texts, shown)) > width:
        shown -= 1
    return _joined(texts, shown)


def _joined(texts, shown):
    others = len(texts) - shown
    return ", ".join(texts[:shown]) + (f" and {others} more" if others else "")


def ending(paths, results):
    """Return where the main results lie; paths: with <results> for that folder."""
    lines = [f"  {path.replace('<results>', results)}" for path in paths]
    return "\n".join(["The report, the notebook and the page:", *lines])
