"""What the sources of MNIST share: their error, and a decompression that is bounded."""

import gzip
import io

from .idx import LARGEST


class SourceError(Exception):
    """Why a source cannot be used."""


def gunzip(name, content):
    """Decompress at most the size of the largest file: a bomb ends here, not in memory."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            plain = file.read(LARGEST + 1)
    except (OSError, EOFError, gzip.zlib.error) as error:
        raise SourceError(f"{name} is truncated or damaged ({error})") from error
    if len(plain) > LARGEST:
        raise SourceError(f"{name} unpacks to more than any MNIST file has")
    return plain
