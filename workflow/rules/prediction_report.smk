# The second study's figures of costs, and its report.
PREDICTION_REPORT = f"{PREDICTION}/report/{config['report']['student_number']}_DL_hw4"
PREDICTION_TEMPLATES = [
    *sorted((SCRIPTS.parent / "report" / "prediction").glob("*.jinja")),
    SCRIPTS.parent / "report" / "preamble.tex.jinja",
]
ABLATION = {"ablation": rules.tabulate_prediction.output.ablation} if GATE_BIASES else {}
# Whether the networks are trained with the settings that this study comes with, whichever they are.
CHOSEN = all(
    config["prediction"][key] == default["default"]
    for key, default in SCHEMA["properties"]["prediction"]["properties"].items()
    if key not in ("seeds", "ablation", "ablation_epochs")
)


rule plot_prediction_curves:
    input:
        **ABLATION,
        histories=expand(rules.train_predictor.output.history, model=PREDICTORS, seed=STUDY_SEED),
        costs=rules.tabulate_prediction.output.cross_entropy,
    output:
        prediction_figure("learning_curves"),
    params:
        models=PREDICTORS,
    script:
        "../scripts/plot_prediction_curves.py"


rule repeat_mistake:
    input:
        model=rules.complete_images.input.model,
        arrays=rules.complete_images.output.arrays,
    output:
        aligned=f"{PREDICTION}/mistake/{{model}}.csv",
        shifted=f"{PREDICTION}/mistake/shifted/{{model}}.csv",
    resources:
        mem_mb=1500,
        runtime=10,
    script:
        "../scripts/repeat_mistake.py"


rule render_prediction:
    input:
        **ABLATION,
        costs=rules.tabulate_prediction.output.cross_entropy,
        test=rules.tabulate_prediction.input.test,
        histories=rules.plot_prediction_curves.input.histories,
        completion=rules.tabulate_completions.output[0],
        completions=expand(rules.complete_images.output.arrays, model=PREDICTORS),
        inpainting=rules.tabulate_inpainting.output.inpainting,
        gaps=expand(rules.inpaint.output.table, model=PREDICTORS),
        filled=expand(rules.inpaint.output.arrays, model=PREDICTORS),
        reliability=rules.tabulate_inpainting.output.reliability,
        trust=rules.tabulate_inpainting.output.trust,
        mistakes=expand(rules.repeat_mistake.output.aligned, model=PREDICTORS),
        shifted=expand(rules.repeat_mistake.output.shifted, model=PREDICTORS),
        data="<results>/data/binarized.npz",
        environment=rules.record_environment.output[0],
    output:
        tex=f"{PREDICTION}/report/report.tex",
        claims=f"{PREDICTION}/report/claims.csv",
    params:
        report=section("report"),
        networks=PREDICTORS,
        samples=SAMPLES,
        chosen=CHOSEN,
        settings={
            **DATA,
            **CELL_OPTIONS,
            **section("prediction"),
        },
        # Not inputs: they lie beside the code, wherever that is.
        templates=content_digest(PREDICTION_TEMPLATES),
    script:
        "../scripts/render_prediction.py"


use rule compile as compile_prediction with:
    input:
        tex=rules.render_prediction.output.tex,
        figures=[
            f"{PREDICTION}/figures/{name}.pdf"
            for name in (
                *("learning_curves", "sample_entropy", "reliability"),
                *expand("{kind}_{model}", kind=["completions", "inpainting"], model=PREDICTORS),
            )
        ],
    output:
        f"{PREDICTION_REPORT}.pdf",


rule make_prediction_page:
    input:
        data="<results>/data/binarized.npz",
        models=expand(rules.train_predictor.output.model, model=PREDICTORS, seed=STUDY_SEED),
        costs=expand(rules.evaluate_predictor.output.cross_entropy, model=PREDICTORS),
        environment=rules.record_environment.output[0],
    output:
        in_report(f"{PREDICTION_REPORT}.html", "Page", "prediction_page"),
    resources:
        mem_mb=1800,
        runtime=15,
    params:
        models=PREDICTORS,
        seed=STUDY_SEED,
        # Not inputs: they lie beside the code, wherever that is. It is built of the first page's parts.
        page=[
            content_digest((SCRIPTS.parent / "report" / folder).rglob("*.*"))
            for folder in ("page", "prediction_page")
        ],
    script:
        "../scripts/make_prediction_page.py"


# All that one keeps, like RESULTS of the first study.
rule prediction:
    input:
        expand(rules.train_predictor.output, model=PREDICTORS, seed=PREDICTOR_SEEDS),
        expand(rules.evaluate_predictor.output, model=PREDICTORS),
        rules.evaluate_rivals.output,
        rules.tabulate_prediction.output,
        COMPLETIONS,
        rules.plot_prediction_curves.output,
        expand(rules.repeat_mistake.output, model=PREDICTORS),
        rules.render_prediction.output,
        rules.compile_prediction.output,
        rules.make_prediction_page.output,
