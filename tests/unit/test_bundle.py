"""JavaScript modules joined to one."""

import pytest
from rowreader.report.bundle import bundle
from rowreader.run.errors import UserError

MODULES = {
    "main.js": 'import { b } from "./b.js";\nimport { c } from "./sub/c.js";\n\nb(c);\n',
    "b.js": 'import { c } from "./sub/c.js";\n\nexport function b() {\n  return c;\n}\n',
    "sub/c.js": "const SECRET = 1;\nexport const c = SECRET;\n",
}


@pytest.fixture
def joined(tmp_path):
    def join(changes=()):
        for name, text in {**MODULES, **dict(changes)}.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text)
        return bundle(tmp_path / "main.js")

    return join


def test_each_module_is_there_once_after_what_it_imports(joined):
    assert joined() == (
        "// sub/c.js\nconst SECRET = 1;\nconst c = SECRET;\n\n"
        "// b.js\nfunction b() {\n  return c;\n}\n\n"
        "// main.js\nb(c);\n"
    )


def test_names_on_several_lines_are_imported(joined):
    assert joined({"main.js": 'import {\n  b,\n} from "./b.js";\n\nb();\n'}).endswith("\nb();\n")


def test_a_module_beside_the_folder_of_the_main_one_is_joined(tmp_path):
    for name, text in {
        "shared/a.js": "export const a = 1;\n",
        "page/main.js": 'import { a } from "../shared/a.js";\n\na;\n',
    }.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text)
    joined = bundle(tmp_path / "page/main.js")
    assert joined == "// ../shared/a.js\nconst a = 1;\n\n// main.js\na;\n"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"b.js": "const SECRET = 2;\n" + MODULES["b.js"]}, "SECRET is declared in sub/c.js, too"),
        ({"main.js": 'import * as b from "./b.js";\n'}, "write import { name }"),
        ({"main.js": 'import { b as d } from "./b.js";\n'}, "write import { name }"),
        ({"b.js": "export default 1;\n"}, "write import { name }"),
        ({"sub/c.js": 'export { c } from "./d.js";\n'}, "write import { name }"),
        ({"sub/c.js": 'import { b } from "../b.js";\n\nexport const c = b;\n'}, "back to itself"),
        ({"b.js": 'import { d } from "./d.js";\n'}, "no such module"),
    ],
)
def test_what_cannot_be_joined_is_named(joined, changes, message):
    with pytest.raises(UserError, match=message.replace("{", r"\{").replace("}", r"\}")):
        joined(changes)
