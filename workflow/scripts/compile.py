"""Compile the report's TeX to the PDF in a folder of its own."""

import logging
import shutil
from pathlib import Path

from rowreader.report.latex import choose_engine, compile_tex
from rowreader.run.files import atomic, load_commented, writing
from rowreader.run.job import job_log


def compile_report(tex, figures, output, rule):
    """Stage the TeX and the figures in a folder beside the PDF, compile there, write the PDF.

    rule: what makes the TeX."""
    folder = Path(output).parent / "tex"
    shutil.rmtree(folder, ignore_errors=True)
    source = load_commented(tex, rule)
    with writing(folder):
        folder.mkdir(parents=True)
        for figure in figures:
            (folder / Path(figure).name).write_bytes(load_commented(figure))
        (folder / "report.tex").write_bytes(source)
    engine = choose_engine(source.decode(), folder)
    logging.info("compiling with %s", engine)
    pdf = compile_tex(engine, folder, "report.tex")
    with atomic(output) as temporary:
        shutil.copyfile(pdf, temporary)


if __name__ == "__main__":
    with job_log(*snakemake.log):
        compile_report(
            snakemake.input.tex,
            snakemake.input.figures,
            snakemake.output[0],
            snakemake.rule.replace("compile", "render"),
        )
