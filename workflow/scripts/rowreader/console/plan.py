"""What a run would do: its jobs by rule, about how long, and why."""

from .time_left import time_left
from .words import about

SHOWN = 12  # rules; the others take a line together, so that all fits on a screen


def plan_text(jobs, reasons, cores):
    """Return the lines of a plan; jobs: {key: Job}, reasons: {rule: set of texts}; the rules that
    take longest come first."""
    tasks = {key: job.task for key, job in jobs.items()}
    rules = {}
    for job in jobs.values():
        rule = job.name.split()[0]
        count, seconds = rules.get(rule, (0, 0.0))
        rules[rule] = count + 1, seconds + job.task.cost
    order = sorted(rules, key=lambda rule: -rules[rule][1])
    rows = [("rule", "jobs", "core time", "why")]
    rows += [_row(rule, [rule], rules, reasons) for rule in order[:SHOWN]]
    if order[SHOWN:]:
        others = order[SHOWN:]
        rows.append(_row(f"{len(others)} others", others, rules, reasons))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        f"{rule:<{widths[0]}}  {count:>{widths[1]}}  {seconds:>{widths[2]}}  {why}"
        for rule, count, seconds, why in rows
    ]
    left = about(time_left(tasks, {}, {}, cores))
    number = f"{len(jobs)} job{'s' * (len(jobs) != 1)}"
    lines.append(f"{number}, {left} on {cores} core{'s' * (cores != 1)} of a server of 2021")
    return "\n".join(lines)


def _row(title, names, rules, reasons):
    count = sum(rules[name][0] for name in names)
    seconds = sum(rules[name][1] for name in names)
    why = sorted(set().union(*(reasons[name] for name in names)))
    return title, str(count), about(seconds).removeprefix("about "), ", ".join(why)
