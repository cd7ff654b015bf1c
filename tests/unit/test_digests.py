"""The digest of code: every module counts, through subfolders; comments and docstrings do not."""

import pytest
from rowreader.cells import CELLS
from rowreader.run import digests

FILES = {
    "job.py": '"""Job."""\nfrom package.one.first import f\n',
    "package/__init__.py": '"""Package."""\n',
    "package/one/__init__.py": "",
    "package/one/first.py": "from ..two import second\nfrom . import beside\n",
    "package/one/beside.py": "NUMBER = 1\n",
    "package/two/__init__.py": "",
    "package/two/second.py": "import package.three as three\n",
    "package/three.py": 'def g():\n    "Doc."\n    return 1  # one\n',
    "package/unused.py": "",
}


@pytest.fixture
def scripts(tmp_path, monkeypatch):
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    monkeypatch.setattr(digests, "SCRIPTS", tmp_path)

    def digest(name=None, content=None):
        if name:
            (tmp_path / name).write_text(content)
        for cached in (digests._parsed, digests._code, digests._imported, digests._imports):
            cached.cache_clear()
        return digests.code_digest("job.py")

    return digest


def test_every_imported_module_is_found_through_subfolders(scripts, tmp_path):
    found = {
        path.relative_to(tmp_path).as_posix() for path in digests.local_files(tmp_path / "job.py")
    }
    assert found == set(FILES) - {"package/unused.py"}


@pytest.mark.parametrize("name", [name for name in FILES if name != "package/unused.py"])
def test_a_change_of_any_of_them_changes_the_digest(scripts, name):
    assert scripts() != scripts(name, FILES[name] + "\nMORE = 2\n")


@pytest.mark.parametrize(
    "content",
    [
        "# Another comment.\n" + FILES["package/three.py"],
        'def g():\n    "Another docstring."\n    return 1\n',
        "def g(): return 1",
        '"""Of the module."""\n\n\n' + FILES["package/three.py"],
    ],
)
def test_comments_docstrings_and_layout_do_not(scripts, content):
    assert scripts() == scripts("package/three.py", content)


def test_of_a_network_its_own_cell_counts_and_no_other():
    cells = {path.stem for path in digests.SCRIPTS.glob("rowreader/cells/*.py")} & set(CELLS)
    for model, own in (("gru-32", {"gru"}), ("lstm-3x32", {"lstm"}), ("dense-32", set())):
        files = digests.network_files("train.py", model)
        assert {path.stem for path in files} & cells == own
        assert digests.SCRIPTS / "rowreader/networks/recurrence.py" in files


def test_another_value_does(scripts):
    assert scripts() != scripts("package/three.py", "def g():\n    return 1.0\n")
