# What is the same in every rule of ours: the environment, and a digest of the code, whose change
# reruns the rule; and what a rule that says nothing else gets: log, resources, measured time.
from snakemake.io import strip_wildcard_constraints
from snakemake.resources import Resources

digest = cache(code_digest)

for each in own_rules():
    each.conda_env = str(SOURCE / "envs" / "rowreader.yaml")
    code = Path(each.script).name
    # A function, so that a job's own process computes its own digest alone.
    each.set_params(code=lambda wildcards, code=code: digest(code, wildcards.get("model")))
    for name, resource in Resources.from_mapping(SMALL).items():
        if name not in each.resources:  # nor set on the command line
            each.resources[name] = resource
    # Named like the rule and the parts of the output's path that have wildcards, such as
    # train/{model}/seed-{seed}.log.
    parts = Path(strip_wildcard_constraints(each.output[0])).parts
    job = Path(each.name, *(part for part in parts if "{" in part)).with_suffix("")
    if not each.log:
        each.log_modifier = each.output_modifier
        each.set_log(f"<logs>/{job}.log")
    small = each.resources["runtime"].value == SMALL["runtime"]
    cached = CACHING and code == "train.py"  # Snakemake caches no rule that has a benchmark
    if not (each.benchmark or small or cached):
        each.benchmark_modifier = each.output_modifier
        each.benchmark = f"<benchmarks>/{job}.tsv"
    # On a cluster the small jobs of tables, figures and TeX go as one. On this machine a group
    # would only make its first jobs wait for the last one's input.
    on_a_cluster = workflow.resource_settings.nodes is not None
    late = Path(each.snakefile).stem in ("analysis", "comparisons", "report")
    if on_a_cluster and late and small:
        each.group = "finish"
