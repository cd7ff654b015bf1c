"""Numbers of a published solution of this task, to be compared with: the one place that has them.

Source: N. Mutha, RNN-pixel-prediction (2017), github.com/NitishMutha/RNN-pixel-prediction, commit
149ccad; 15113106_report.pdf, and the code of its folder code/. Its networks are GRUs, with dropout
at the output and a normalization over the images read at once; the threshold is 0.1, as here.
"""

SOURCE = "N. Mutha, RNN-pixel-prediction, 2017"
ADDRESS = "github.com/NitishMutha/RNN-pixel-prediction"
EPOCHS = 40
IMAGES = 100  # completed
NATS_PER_PIXEL = {
    "gru-32": 0.10241,
    "gru-64": 0.0969224,
    "gru-128": 0.0904972,
    "gru-3x32": 0.0976084,
}
"""Test cross-entropies: table 3 of the report."""
KNOWN_COSTS = {"gru-32": 318.50, "gru-64": 318.34, "gru-128": 318.47, "gru-3x32": 318.65}
"""Nats of the known pixels and the next one, by the mistake: means over 100 images of the columns
xentGT1 of the report's appendix."""
COMPLETED_COSTS = {"gru-32": 510.63, "gru-64": 511.31, "gru-128": 511.76, "gru-3x32": 511.24}
"""Nats of whole completed images, by the mistake: the same of the columns xentSAM300."""
INPAINTED_RESTORED = {"pixel": 0.9998, "patch": 0.9988}
"""Shares of all pixels of 1,000 in-painted images that are right: section "Task 3"."""
INPAINTED_COSTS = (499.54, 526.49)
"""Nats of whole in-painted images, by the mistake: least and most of its examples."""
