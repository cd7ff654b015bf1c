# What every rule with a script of ours has: the environment, and a digest of its code, so that a
# change of the code reruns it. On a cluster the small jobs of the tables, figures and TeX go as one.
for each in workflow.rules:
    script = each.script and (Path(each.snakefile).parent / each.script).resolve()
    if script and script.parent == SCRIPTS:
        each.conda_env = str(SCRIPTS.parents[1] / "envs" / "rowreader.yaml")
        each.set_params(code=code_digest(script.name))
        if Path(each.snakefile).stem in ("analysis", "report") and small(each):
            each.group = "finish"
