"""Numbers of a published solution of this task, to be compared with: the one place that has them.

Source: N. Mutha, RNN-pixel-prediction (2017), github.com/NitishMutha/RNN-pixel-prediction, commit
149ccad; 15113106_report.pdf, and the code of its folder code/. Its networks are GRUs, with dropout
at the output, in evaluation as well (output_keep_prob is a constant of the graph), and with a
normalization over the images read at once; the threshold is 0.1, as here.
"""

AUTHOR, YEAR = "N. Mutha", 2017
TITLE, COMMIT = "RNN-pixel-prediction", "149ccad"
ADDRESS = "github.com/NitishMutha/RNN-pixel-prediction"
EPOCHS = 40
BATCHES = 256  # in an epoch, of 256 images each
IMAGES = 100  # completed
NATS_PER_PIXEL = {
    "gru-32": 0.10241,
    "gru-64": 0.0969224,
    "gru-128": 0.0904972,
    "gru-3x32": 0.0976084,
}
"""Test cross-entropies: table 3 of the report."""
KNOWN_COSTS = {"gru-32": 318.50, "gru-64": 318.34, "gru-128": 318.47, "gru-3x32": 318.65}
"""Nats of the known pixels and the next one, by both mistakes of analysis/mistaken_costs.py: means
over 100 images of the columns xentGT1 of the report's appendix. In code/task2b.py the labels gt_1
begin with an image's first pixel, the probabilities with that of its second."""
COMPLETED_COSTS = {"gru-32": 510.63, "gru-64": 511.31, "gru-128": 511.76, "gru-3x32": 511.24}
"""Nats of whole completed images, by both mistakes: the same of the columns xentSAM300."""
INPAINTED_RESTORED = {"pixel": 0.9998, "patch": 0.9988}
"""Shares of all pixels of the in-painted images that are right: section "Task 3"."""
RESTORED_DIGITS = 4  # of these shares, after the point
INPAINTED_IMAGES = 1000  # of each kind
INPAINTED_COSTS = (499.54, 526.49)
"""Nats of whole in-painted images, by the first mistake alone: least and most of its examples."""
