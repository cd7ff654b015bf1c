"""Download MNIST, check it, and write the four uncompressed idx files."""

from pathlib import Path

from rowreader.data.sources import fetch
from rowreader.run.files import atomic
from rowreader.run.job import job_log


def download(outputs, folder):
    """Write each of the four idx files to the path in `outputs` with the same name."""
    files = fetch(folder)
    for path in map(Path, outputs):
        with atomic(path) as temporary:
            temporary.write_bytes(files[path.name])


if __name__ == "__main__":
    with job_log(*snakemake.log):
        download(snakemake.output, snakemake.params.folder)
