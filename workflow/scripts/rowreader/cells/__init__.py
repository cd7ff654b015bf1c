"""What a cell type is."""
