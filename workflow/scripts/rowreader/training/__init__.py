"""Training: fit, its checkpoints, progress and threads."""
