"""What is the same in every rule of ours, and what a rule that says nothing else gets."""

import functools
from pathlib import Path

from snakemake.io import strip_wildcard_constraints
from snakemake.resources import Resources

from .digests import SCRIPTS, code_digest

SMALL = {"mem_mb": 500, "runtime": 5}  # megabytes and minutes of jobs that take seconds
LATE = ("analysis", "comparisons", "report")  # files of rules that come after the long jobs

digest = functools.cache(code_digest)


def own_rules(workflow):
    """The rules with a script of ours: a workflow that uses this one as a module has others."""
    for rule in workflow.rules:
        script = Path(rule.snakefile).parent / (rule.script or "")
        if script.parent.resolve() == SCRIPTS:
            yield rule


def complete_rules(workflow, environment):
    """Give each of our rules its environment, a digest of its code, whose change reruns it, and,
    where it has none, resources, a log, and a file for its measured time and memory.

    environment: the path of the conda file.
    """
    on_a_cluster = workflow.resource_settings.nodes is not None
    for rule in own_rules(workflow):
        script = Path(rule.script).name
        rule.conda_env = str(environment)
        # A function: a job on a cluster, which reads all rules anew, computes one digest alone.
        rule.set_params(code=lambda wildcards, code=script: digest(code, wildcards.get("model")))
        for name, resource in Resources.from_mapping(SMALL).items():
            if name not in rule.resources:  # nor set on the command line
                rule.resources[name] = resource
        small = rule.resources["runtime"].value == SMALL["runtime"]
        if not rule.log:
            # No `benchmark`: that looks at the processes which Snakemake starts, while a job may be
            # a fork of another one; and Snakemake caches no rule that has one.
            rule.log_modifier = rule.output_modifier
            rule.set_log(f"<logs>/{_job(rule)}.log", f"<benchmarks>/{_job(rule)}.tsv")
        # On a cluster the small jobs of tables, figures and TeX go as one. On this machine a group
        # would only make its first jobs wait for the last one's input.
        if on_a_cluster and small and Path(rule.snakefile).stem in LATE:
            rule.group = "finish"


def _job(rule):
    """The rule's name and the parts of its output's path that have wildcards, such as
    train/{model}/seed-{seed}."""
    parts = Path(strip_wildcard_constraints(rule.output[0])).parts
    return Path(rule.name, *(part for part in parts if "{" in part)).with_suffix("")
