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
    params:
        folder=config["data"]["folder"],
        code=code_digest("download.py"),
    resources:
        mem_mb=500,
        runtime=20,
    conda:
        "../../envs/rowreader.yaml"
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
    params:
        data=section("data", "threshold", "train", "validation", "test"),
        code=code_digest("binarize.py"),
    resources:
        mem_mb=500,
        runtime=5,
    conda:
        "../../envs/rowreader.yaml"
    script:
        "../scripts/binarize.py"
