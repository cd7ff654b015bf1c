"""The results' folder holds nothing else and harms nothing."""

import pytest
from rowreader.run.config import check_results_folder
from rowreader.run.errors import UserError


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A project in a home, and the working folder in it."""
    project = tmp_path / "home/project"
    (project / "workflow").mkdir(parents=True)
    (project / "file").touch()
    (project / "link").symlink_to("..")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(project)
    return project


@pytest.mark.parametrize(
    "results",
    [
        *("/", ".", "..", "../..", "link", "results/../..", "~", "~/results", "$HOME", "workflow"),
        *("workflow/out", ".git/x", ".snakemake", "file", "file/x", "results/", "./results"),
    ],
)
def test_a_results_folder_that_holds_or_harms_something_else_is_refused(source, results):
    with pytest.raises(UserError) as error:
        check_results_folder(results, source)
    assert f"config: pathvars.results = {results!r}: " in str(error.value)
    assert "must be" in str(error.value) and "\n" not in str(error.value)


def test_other_results_folders_are_accepted(source, tmp_path):
    (tmp_path / "scratch").mkdir()
    (source / "results").symlink_to(tmp_path / "scratch")
    for results in ("results", "results/quick", "../elsewhere", str(tmp_path / "scratch"), "é x"):
        check_results_folder(results, source)
