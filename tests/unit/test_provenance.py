"""What is recorded of the code and the packages: all that makes the results, and no more."""

import subprocess
import sys
from importlib.metadata import packages_distributions

import pytest
from rowreader.run import digests, provenance


@pytest.fixture
def repository(tmp_path):
    """A git repository with code and a README; git(...) runs in it."""

    def git(*arguments):
        who = ["-c", "user.name=A", "-c", "user.email=a@b.c"]
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    (tmp_path / "workflow").mkdir()
    (tmp_path / "workflow/a.py").write_text("A = 1\n")
    (tmp_path / "README.md").write_text("Read.\n")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "-m", "one")
    return tmp_path, git


def test_the_commit_is_the_last_that_touched_the_code(repository):
    folder, git = repository
    first = provenance.commit(folder)
    assert len(first) == 40
    (folder / "README.md").write_text("Read this.\n")
    assert provenance.commit(folder) == first
    git("commit", "--quiet", "-am", "two")
    assert provenance.commit(folder) == first
    (folder / "workflow/a.py").write_text("A = 2\n")
    assert provenance.commit(folder) == first + "+"
    git("commit", "--quiet", "-am", "three")
    third = provenance.commit(folder)
    assert len(third) == 40 and third != first


def test_without_git_or_history_there_is_no_commit(tmp_path, monkeypatch):
    assert provenance.commit(tmp_path) is None
    monkeypatch.setenv("PATH", "")
    assert provenance.commit(tmp_path) is None


def test_gits_own_variables_do_not_lead_to_another_repository(repository, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    assert len(provenance.commit(repository[0])) == 40


def test_every_package_that_the_code_imports_is_recorded():
    distributions = packages_distributions()
    ours = {path.stem for path in digests.SCRIPTS.glob("*")} | set(sys.stdlib_module_names)
    imported = set().union(*map(digests._imported, digests.SCRIPTS.rglob("*.py"))) - ours
    assert {"keras", "scipy", "jinja2"} <= imported
    recorded = provenance.versions()
    missing = [
        name
        for name in imported
        if not any(found.lower().replace("_", "-") in recorded for found in distributions[name])
    ]
    assert missing == []


def test_another_tensorflow_retrains_and_leaves_tex_alone(monkeypatch):
    def both():
        return [digests.code_digest(script) for script in ("train.py", "compile.py")]

    before = both()
    monkeypatch.setattr(digests, "versions", lambda packages: {"tensorflow": "99"})
    after = both()
    assert before[0] != after[0] and before[1] == after[1]
