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

    include: "workflow/rules/sweep_points.smk"
    include: "workflow/rules/sweep.smk"


include: "workflow/rules/prediction.smk"
include: "workflow/rules/prediction_page.smk"
include: "workflow/rules/provenance.smk"
include: "workflow/rules/every_rule.smk"


report: "workflow/report/workflow.rst"


localrules:
    all,
    prediction,
    record_provenance,


onstart:
    hold_lock()


rule all:
    default_target: True
    input:
        # All that one keeps, though the PDF may be newer: a killed run can have deleted it.
        RESULTS,
        rules.record_provenance.output,
