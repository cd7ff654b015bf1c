# MNIST: download, binarize, split.
IDX = expand(
    "<results>/data/{file}-ubyte",
    file=["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"],
)


rule download:
    output:
        IDX,
    resources:
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
    params:
        data=DATA,
    script:
        "../scripts/binarize.py"
