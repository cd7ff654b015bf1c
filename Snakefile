# The chain: download -> binarize -> train -> evaluate -> tables, figures -> render -> compile.
from snakemake.utils import min_version

min_version("9.17")  # the first whose priorities may be functions


include: "workflow/rules/common.smk"
include: "workflow/rules/data.smk"
include: "workflow/rules/train.smk"
include: "workflow/rules/analysis.smk"
include: "workflow/rules/comparisons.smk"
include: "workflow/rules/report.smk"


SWEEP = []
if SWEEP_POINTS:

    include: "workflow/rules/sweep.smk"


# What the rules before it make is what the results are.
include: "workflow/rules/provenance.smk"
# No results of the default run.
include: "workflow/rules/predictors.smk"
include: "workflow/rules/prediction.smk"
include: "workflow/rules/completion.smk"
include: "workflow/rules/prediction_report.smk"


# What a rule does not say: its environment, code, log and small resources.
complete_rules(workflow, SOURCE / "envs" / "rowreader.yaml")


report: "workflow/report/workflow.rst"


localrules:
    all,
    prediction,
    record_provenance,


HELD = []  # until this process ends


onstart:
    HELD.append(start_run())
    if HELD[0] is None:
        logger.warning("This file system knows no locks: start no second run in this folder.")
    if workflow.local_exec:  # elsewhere jobs have limits of their own
        HELD.append(start_server())
    show_run(workflow, logger, config)


onsuccess:
    # Rule all is among the jobs, run or not, when all results are asked for.
    if any(job.rule.name == "all" for job in workflow.dag.jobs):
        documents = [
            *rules.compile.output,
            *rules.make_notebook.output,
            *rules.make_page.output,
        ]
        logger.info(ending(documents, config["pathvars"]["results"]))


rule all:
    default_target: True
    input:
        # All that one keeps, though the PDF may be newer: a killed run can have deleted it.
        RESULTS,
        rules.record_provenance.output,
