"""What a run needs: configuration, names, digests, files, errors."""
