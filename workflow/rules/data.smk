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
    benchmark:
        "<benchmarks>/download.tsv"
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=500,
        runtime=20,
    params:
        folder=config["data"]["folder"],
        code=code_digest("download.py"),
    script:
        "../scripts/download.py"


rule binarize:
    input:
        IDX,
    output:
        "<results>/data/binarized.npz",
    log:
        "<logs>/binarize.log",
    benchmark:
        "<benchmarks>/binarize.tsv"
    conda:
        "../../envs/rowreader.yaml"
    resources:
        mem_mb=500,
        runtime=5,
    params:
        data=section("data", "threshold", "train", "validation", "test"),
        code=code_digest("binarize.py"),
    script:
        "../scripts/binarize.py"
