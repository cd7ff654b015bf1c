"""The SHA-256 of a file."""

import hashlib


def sha256(path):
    """The file's SHA-256, as `sha256sum` prints it."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
