"""MNIST: its sources, files, images and batches."""
