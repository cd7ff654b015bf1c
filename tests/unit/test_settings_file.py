"""A file of settings that cannot be read is named with its line."""

import pytest
from rowreader.run.errors import UserError
from rowreader.run.settings_file import check_settings_file


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [\n", "line 2: no valid YAML"),
        ("a:\n  b: 1\n  c: 2\n  b: 3\n", "line 4: no valid YAML: the key b is written twice"),
        ('{"a": 1, "a": 2}', "the key a is written twice"),
        ("a: 1\n'a': 2\n", "line 2: no valid YAML: the key a is written twice"),
        ("# nothing\n", "is empty; must be sections"),
        ("- 1\n", "holds a list; must be sections"),
        ("a: 2018-13-45\n", "no valid YAML: month must be"),
        ("[" * 10000, "nested too deeply"),
        (b"a: \xff", "no valid YAML"),
    ],
)
def test_a_file_that_cannot_be_read_names_file_and_line(tmp_path, text, message):
    path = tmp_path / "config.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UserError, match=f"config.yaml.*{message.partition(' (')[0]}") as e:
        check_settings_file(path)
    assert "\n" not in str(e.value)


@pytest.mark.parametrize(
    "text", ["{}", '{\n\t"training": {"epochs": 2}}', "a: &a {b: 1}\nc: {<<: *a}"]
)
def test_good_files_are_read(tmp_path, text):
    path = tmp_path / "config.yaml"
    path.write_text(text)
    check_settings_file(path)
