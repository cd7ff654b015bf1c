"""The networks: as stock Keras models, through the fused recurrence, on disk."""
