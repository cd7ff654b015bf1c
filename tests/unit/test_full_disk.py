"""A full disk is named in one line, whatever writes, and leaves no half file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from rowreader.run import files

LIMITED = """
import resource, sys
from pathlib import Path
from rowreader.run.errors import UserError
place = Path(sys.argv[1])
{code}
for limit in map(int, sys.argv[2:]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        job()
    except UserError as error:
        print(error)
"""
FIGURE = """
from rowreader.report.plots import plt, save
figure, axes = plt.subplots()
axes.imshow([[i ^ j for i in range(200)] for j in range(200)])
job = lambda: save(figure, [place])
"""
TEX = r"""
from rowreader.report.latex import choose_engine, compile_tex
source = r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{lmodern}\begin{document}"
source += "words \n\n" * 999 + r"\end{document}"
place.mkdir()
(place / "a.tex").write_text(source)
engine = choose_engine(source, place)
job = lambda: compile_tex(engine, place, "a.tex")
"""


@pytest.mark.parametrize(
    ("code", "name", "limits"),
    [(FIGURE, "a.pdf", "0 10 1000"), (FIGURE, "a.png", "0 10 1000"), (TEX, "tex", "5000 20000")],
)
def test_a_full_disk_is_named_wherever_it_is_met(code, name, limits, tmp_path):
    place = tmp_path / name
    done = subprocess.run(
        [sys.executable, "-c", LIMITED.format(code=code), place, *limits.split()],
        env={**os.environ, "PYTHONPATH": str(Path(files.__file__).parents[2])},
        capture_output=True,
        text=True,
    )
    lines = done.stdout.splitlines()
    assert len(lines) == len(limits.split()) and done.returncode == 0, done.stderr
    assert all(line.startswith(f"cannot write {place}: File too large; make ") for line in lines)
    assert not place.is_file() and not list(tmp_path.rglob(".writing*"))
