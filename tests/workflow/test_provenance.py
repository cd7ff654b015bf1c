"""What is printed as the maker of the results is what made them."""

import subprocess

import pytest

pytestmark = pytest.mark.slow

PDF = "results/report/00000000_DL_hw3.pdf"


def test_the_report_names_the_commit_of_its_code(copied):
    import pypdf

    def git(*arguments):
        who = ["-c", "user.name=A", "-c", "user.email=a@b.c"]
        # Without the GIT_DIR of another program, which the workflow keeps out by itself.
        environment = {k: v for k, v in copied.environment.items() if k != "GIT_DIR"}
        done = subprocess.run(["git", *who, *arguments], **copied.process | {"env": environment})
        assert done.returncode == 0, done.stdout
        return done.stdout.strip()

    git("init", "--quiet")
    git("add", "Snakefile", "config", "envs", "workflow")
    git("commit", "--quiet", "--message", "one")
    # Another commit, the same code: nothing but what prints the commit runs.
    jobs = {"record_environment": 1, "render": 1, "compile": 1, "record_provenance": 1}
    jobs |= {"make_page": 1}
    assert copied.plan() == jobs
    done = copied.run()
    assert done.returncode == 0, done.stdout
    text = "".join(page.extract_text() for page in pypdf.PdfReader(copied.folder / PDF).pages)
    assert f"rowreader ({git('rev-parse', 'HEAD')[:12]})" in text
    git("add", "small.yaml")
    git("commit", "--quiet", "--message", "two")
    assert copied.plan() == {}
    template = copied.folder / "workflow/report/theory.tex.jinja"
    template.write_text(template.read_text().replace("Conventions:", "Our conventions:"))
    assert copied.plan() == jobs
