# The page of the second study: draw the top of a digit, and a predictor completes it.
PREDICTION_PAGE_FILES = [
    path for path in (SCRIPTS.parent / "report" / "prediction_page").rglob("*") if path.is_file()
]


rule make_prediction_page:
    input:
        data="<results>/data/binarized.npz",
        models=expand(rules.train_predictor.output.model, model=PREDICTORS, seed=PREDICTOR_SEEDS[0]),
        costs=expand(rules.evaluate_predictor.output.cross_entropy, model=PREDICTORS),
        environment=rules.record_environment.output[0],
    output:
        report(PREDICTION_PAGE, caption="../report/captions/prediction_page.rst", category="Page"),
    log:
        "<logs>/make_prediction_page.log",
    resources:
        mem_mb=1800,
        runtime=15,
    params:
        models=PREDICTORS,
        seed=PREDICTOR_SEEDS[0],
        # Not inputs: they lie beside the code, wherever that is. It is built of the first page's parts.
        page=[content_digest(PAGE_FILES), content_digest(PREDICTION_PAGE_FILES)],
    script:
        "../scripts/make_prediction_page.py"
