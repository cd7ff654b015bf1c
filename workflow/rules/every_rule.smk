# What every rule with a script of ours has: the environment, and a digest of its code, so that a
# change of the code reruns it. On a cluster the small jobs of the tables, figures and TeX go as one.
digest = cache(code_digest)

for each in workflow.rules:
    code = each.script and (Path(each.snakefile).parent / each.script).resolve()
    if code and code.parent == SCRIPTS:
        each.conda_env = str(SCRIPTS.parents[1] / "envs" / "rowreader.yaml")
        if "model" in each.wildcard_names:
            each.set_params(
                code=lambda wildcards, script=code.name: digest(script, wildcards.model)
            )
        else:
            each.set_params(code=digest(code.name))
        # On this machine a group would only make its first jobs wait for the last one's input.
        on_a_cluster = workflow.resource_settings.nodes is not None
        if (
            on_a_cluster
            and small(each)
            and Path(each.snakefile).stem in ("analysis", "comparisons", "report")
        ):
            each.group = "finish"
