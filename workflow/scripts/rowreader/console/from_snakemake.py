"""What Snakemake tells the console: the jobs of its plan, as those of a run, and why they run."""

import logging
import re
from pathlib import Path

from snakemake_interface_logger_plugins.common import LogEvent

from .console import Console
from .costs import job_seconds
from .plan import plan_text
from .run_state import Job, RunState
from .time_left import Task
from .words import job_name

QUIET = {"rules", "progress"}  # what --quiet means by itself
DIGEST = re.compile(r"'?[0-9a-f]{16}'?")  # a param that is a digest of code


def show_run(workflow, logger, settings):
    """Show the run that starts now in the console. settings: see costs.job_seconds.

    It stands aside where the user asks Snakemake for more, for less, or for another console, and
    where this process is itself a job.
    """
    output = workflow.output_settings
    asked = output.verbose or output.quiet or output.debug_dag or output.log_handler_settings
    own = [h for h in logger.handlers if h.get_name() == "DefaultStreamHandler"]
    if asked or not own or workflow.exec_mode.name != "DEFAULT" or workflow.touch:
        return
    jobs, slots = _jobs_and_slots(workflow, settings)
    console = Console(own[0], RunState(jobs, slots))
    logger.removeHandler(own[0])
    logger.addHandler(console)
    console.begin()


def show_plan(workflow, logger, settings):
    """Show the plan of a dry run in which Snakemake is told to be quiet: make plan."""
    output = workflow.output_settings
    if output.dryrun and {str(part).lower() for part in output.quiet or ()} == QUIET:
        for handler in logger.handlers:  # without the description of the machine
            handler.addFilter(lambda record: _event(record) != LogEvent.WORKFLOW_STARTED)
        logger.addHandler(_Plan(workflow, settings))


class _Plan(logging.Handler):
    def __init__(self, workflow, settings):
        super().__init__()
        self.workflow, self.settings = workflow, settings

    def emit(self, record):
        if _event(record) == LogEvent.RUN_INFO:  # the jobs are known now
            jobs, slots = _jobs_and_slots(self.workflow, self.settings)
            print(plan_text(jobs, reasons_of(self.workflow.dag), slots))


def _event(record):
    return getattr(record, "event", None)


def _jobs_and_slots(workflow, settings):
    """The jobs that are to run, and how many threads at a time; on a cluster, how many jobs."""
    limits = workflow.resource_settings
    slots = limits.cores if limits.nodes is None else limits.nodes
    return jobs_of(workflow.dag, settings, threads=limits.nodes is None), slots or 1


def jobs_of(dag, settings, threads=True):
    """Return {number: Job} of the jobs that are to run, those that others need first.

    settings: see costs.job_seconds. threads: whether jobs take the cores that they ask for; on a
    cluster each is one of so many jobs.
    """
    jobs = {}
    for level in dag.toposorted(set(dag.needrun_jobs())):
        for job in sorted(level, key=str):
            rule, wildcards = job.rule.name, dict(job.wildcards_dict)
            if not job.output:  # rule all: nothing to do
                continue
            model = wildcards.get("model")
            fixed, growing = job_seconds(rule, model, settings)
            task = Task(
                kind=(rule.removesuffix("_in_sweep"), model),
                fixed=fixed,
                growing=growing,
                threads=job.threads if threads else 1,
                priority=dag.priority(job),
                after=frozenset(dag.jobid(other) for other in dag.dependencies[job]),
            )
            log = Path(job.log[0]) if job.log else None
            jobs[dag.jobid(job)] = Job(job_name(rule, wildcards), task, log)
    return jobs


def reasons_of(dag):
    """Return {rule: set of reasons, in words} of the jobs that are to run."""
    reasons = {}
    for job in dag.needrun_jobs():
        if job.output:
            reasons.setdefault(job.rule.name, set()).update(_why(dag.reason(job)))
    return reasons


def _why(reason):
    """Snakemake's Reason in words. What follows from other jobs counts only where nothing else
    does."""
    params = reason.params_changed
    changed = [str(value) for value in params.only_new | params.only_old] if params else []
    code = [value for value in changed if DIGEST.fullmatch(value)]
    found = {
        "you force it": reason.forced,
        "not there yet": reason.missing_output,
        "a run was stopped in it": reason.incomplete_output,
        "its code or library has changed": code or reason.code_changed,
        "its settings have changed": len(changed) > len(code),
        "its input is newer": reason.updated_input - reason.updated_input_run,
        "it has other inputs": reason.input_changed,
    }
    return {text for text, holds in found.items() if holds} or {"what it needs is made anew"}
