# The chain: download -> binarize -> train -> evaluate -> tables, figures -> render -> compile.
from snakemake.utils import min_version

min_version("9.17")  # the first whose priorities may be functions


include: "workflow/rules/common.smk"
include: "workflow/rules/data.smk"
include: "workflow/rules/train.smk"
include: "workflow/rules/analysis.smk"
include: "workflow/rules/report.smk"


SWEEP = []
if SWEEP_POINTS:

    include: "workflow/rules/sweep.smk"


include: "workflow/rules/every_rule.smk"


report: "workflow/report/workflow.rst"


localrules:
    all,


onstart:
    hold_lock()


rule all:
    default_target: True
    input:
        PDF,
        NOTEBOOK,
        # What one keeps, though the PDF may be newer: a killed run can have deleted it.
        expand(rules.train.output, model=MODELS, seed=SEEDS),
        expand(rules.evaluate.output, model=MODELS),
        rules.tabulate_results.output,
        rules.demonstrate_theory.output,
        rules.render.output,
        rules.record_provenance.output,
        expand("<results>/figures/{name}.png", name=FIGURES),
        SWEEP,
