"""Compile the report's TeX to the PDF in a folder of its own."""

import logging
import shutil
from pathlib import Path

from rowreader.report.latex import choose_engine, compile_tex
from rowreader.run.errors import job_log
from rowreader.run.files import atomic


def compile_report(tex, figures, output):
    """Stage the TeX and the figures in a folder beside the PDF, compile there, write the PDF."""
    folder = Path(output).parent / "tex"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for figure in figures:
        shutil.copy(figure, folder)
    source = Path(tex).read_text(encoding="utf-8")
    (folder / "report.tex").write_text(source, encoding="utf-8")
    engine = choose_engine(source, folder)
    logging.info("compiling with %s", engine)
    pdf = compile_tex(engine, folder, "report.tex")
    with atomic(output) as temporary:
        shutil.copyfile(pdf, temporary)


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
        compile_report(snakemake.input.tex, snakemake.input.figures, snakemake.output[0])
