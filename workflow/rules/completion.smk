# What the trained predictors do: complete images, and fill gaps; beside rivals without a network.
COMPLETED, SAMPLES, INPAINTED = 100, 10, 1000  # test images, samples of each; gaps of each kind
RULES_OF_GAPS = ["left"]  # they fill gaps without any probabilities


rule complete_images:
    input:
        data="<results>/data/binarized.npz",
        model=expand(rules.train_predictor.output.model, seed=STUDY_SEED, allow_missing=True)[0],
    output:
        table=f"{PREDICTION}/completion/{{model}}.csv",
        arrays=f"{PREDICTION}/completion/{{model}}.npz",
    resources:
        mem_mb=1500,
        runtime=10,
    params:
        images=COMPLETED,
        samples=SAMPLES,
        seed=STUDY_SEED,
    script:
        "../scripts/complete_images.py"


rule inpaint:
    input:
        data="<results>/data/binarized.npz",
        model=expand(rules.train_predictor.output.model, seed=STUDY_SEED, allow_missing=True)[0],
    output:
        table=f"{PREDICTION}/inpainting/{{model}}.csv",
        arrays=f"{PREDICTION}/inpainting/{{model}}.npz",
    priority: predictor_cost
    resources:
        mem_mb=1500,
        runtime=30,
    params:
        images=INPAINTED,
        seed=STUDY_SEED,
    script:
        "../scripts/inpaint.py"


rule inpaint_by_rivals:
    input:
        "<results>/data/binarized.npz",
    output:
        tables=expand(f"{PREDICTION}/inpainting/{{rival}}.csv", rival=[*RIVALS, *RULES_OF_GAPS]),
        arrays=expand(f"{PREDICTION}/inpainting/{{rival}}.npz", rival=RIVALS),
    resources:
        mem_mb=900,
        runtime=10,
    params:
        images=INPAINTED,
        seed=STUDY_SEED,
        probable=RIVALS,
        rivals=[*RIVALS, *RULES_OF_GAPS],
    script:
        "../scripts/inpaint_by_rivals.py"


rule tabulate_completions:
    input:
        expand(rules.complete_images.output.table, model=PREDICTORS),
    output:
        f"{PREDICTION}/tables/completion.csv",
    script:
        "../scripts/tabulate_completions.py"


rule tabulate_inpainting:
    input:
        tables=[
            *expand(rules.inpaint.output.table, model=PREDICTORS),
            *rules.inpaint_by_rivals.output.tables,
        ],
        arrays=[
            *expand(rules.inpaint.output.arrays, model=PREDICTORS),
            *rules.inpaint_by_rivals.output.arrays,
        ],
    output:
        inpainting=f"{PREDICTION}/tables/inpainting.csv",
        reliability=f"{PREDICTION}/tables/reliability.csv",
        trust=f"{PREDICTION}/tables/trust.csv",
    params:
        models=[*PREDICTORS, *RIVALS, *RULES_OF_GAPS],
        probable=[*PREDICTORS, *RIVALS],
    script:
        "../scripts/tabulate_inpainting.py"


rule plot_completions:
    input:
        rules.complete_images.output.arrays,
    output:
        prediction_figure("completions_{model}"),
    script:
        "../scripts/plot_completions.py"


rule plot_sample_entropy:
    input:
        rules.tabulate_completions.output,
    output:
        prediction_figure("sample_entropy"),
    script:
        "../scripts/plot_sample_entropy.py"


rule plot_inpainting:
    input:
        data="<results>/data/binarized.npz",
        arrays=rules.inpaint.output.arrays,
    output:
        prediction_figure("inpainting_{model}"),
    script:
        "../scripts/plot_inpainting.py"


rule plot_reliability:
    input:
        rules.tabulate_inpainting.output.reliability,
    output:
        prediction_figure("reliability"),
    script:
        "../scripts/plot_reliability.py"


COMPLETIONS = [
    *expand(rules.complete_images.output, model=PREDICTORS),
    *expand(rules.inpaint.output, model=PREDICTORS),
    *rules.inpaint_by_rivals.output,
    *rules.tabulate_completions.output,
    *rules.tabulate_inpainting.output,
    *expand(rules.plot_completions.output, model=PREDICTORS),
    *rules.plot_sample_entropy.output,
    *expand(rules.plot_inpainting.output, model=PREDICTORS),
    *rules.plot_reliability.output,
]
