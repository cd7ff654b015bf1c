"""What `make verify` runs names each result that is not as recorded."""

import pytest
from rowreader.run import files, verify
from rowreader.run.sha256 import sha256


def test_verify_names_what_differs_or_is_missing(tmp_path, capsys):
    names = ["figures/a b.png", "tables/runs.csv", "models/model.keras"]
    for name in names:
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(bytes(1000))
    record = {"results": {name: sha256(tmp_path / name) for name in names}}
    files.save_record(tmp_path / "provenance.json", record)
    verify.main(tmp_path)
    assert "3 results are as recorded" in capsys.readouterr().out
    (tmp_path / names[0]).write_bytes(bytes(999) + b"\1")
    (tmp_path / names[1]).unlink()
    with pytest.raises(SystemExit, match="error: 2 of 3 results are not as recorded"):
        verify.main(tmp_path)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert f"{tmp_path}/{names[0]} differs" in lines[0] and f"'{tmp_path}/" in lines[0]
    assert f"{tmp_path}/{names[1]} is missing" in lines[1]


def test_verify_names_a_record_that_is_missing(tmp_path):
    with pytest.raises(SystemExit, match="error: .*provenance.json is missing; run again"):
        verify.main(tmp_path)


@pytest.mark.parametrize("content", [b"", b'{"crc32": 1, "resul', b"[]", b'{"results": {}}'])
def test_verify_refuses_a_half_written_record_in_one_line(tmp_path, content):
    (tmp_path / "provenance.json").write_bytes(content)
    with pytest.raises(SystemExit, match=r"error: .*provenance.json is damaged \([^\n]*$"):
        verify.main(tmp_path)
