# The chain: download -> binarize -> train -> evaluate -> tables, figures -> render -> compile.
from snakemake.utils import min_version

min_version("9.0")


pathvars:
    logs="<results>/logs",
    benchmarks="<results>/benchmarks",


include: "workflow/rules/common.smk"
include: "workflow/rules/data.smk"
include: "workflow/rules/train.smk"
include: "workflow/rules/analysis.smk"
include: "workflow/rules/report.smk"


SWEEP = []
if SWEEP_POINTS:

    include: "workflow/rules/sweep.smk"


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
        PAGE,
        expand("<results>/figures/{name}.png", name=FIGURES),
        SWEEP,
