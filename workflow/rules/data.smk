# MNIST: download, binarize, split.
IDX = [
    f"<results>/data/{part}-{kind}-ubyte"
    for part in ("train", "t10k")
    for kind in ("images-idx3", "labels-idx1")
]


rule download:
    output:
        IDX,
    log:
        "<logs>/download.log",
    resources:
        mem_mb=500,
        runtime=20,
    params:
        folder=config["data"]["folder"],
    script:
        "../scripts/download.py"


rule binarize:
    input:
        IDX,
    output:
        "<results>/data/binarized.npz",
    log:
        "<logs>/binarize.log",
    resources:
        **SMALL,
    params:
        data=section("data", "threshold", "train", "validation", "test"),
    script:
        "../scripts/binarize.py"
