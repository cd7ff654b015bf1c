"""Read a file of settings strictly: a fault names the file and the line."""

import json

import yaml

from .errors import UserError


class StrictLoader(yaml.SafeLoader):
    """YAML's safe loader, which refuses a key that a mapping holds twice: YAML forbids it, but
    the library lets the last one win in silence."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _ in node.value if isinstance(node, yaml.MappingNode) else []:
            if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                if key.value in seen:
                    problem = f"the key {key.value} is written twice; delete one"
                    raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def check_settings_file(path):
    """Raise a UserError that names file, line and fault if the file is no YAML (or JSON) with
    sections, each key once."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            content = _parsed(file.read())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UserError(f"{path}, line {mark.line + 1}: no valid YAML: {error.problem}") from error
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror or error}") from error
    except RecursionError as error:
        raise UserError(f"{path}: no valid YAML: nested too deeply") from error
    # ValueError: a number, date or letter that cannot be; also bytes that are no UTF-8.
    except (yaml.YAMLError, ValueError) as error:
        raise UserError(f"{path}: no valid YAML: {' '.join(str(error).split())}") from error
    if not isinstance(content, dict):
        what = "is empty" if content is None else f"holds a {type(content).__name__}"
        raise UserError(
            f"{path}: {what}; must be sections with keys, such as config/config.yaml, or {{}} "
            "for the defaults"
        )


def _parsed(text):
    """The content of JSON, whose tabs YAML does not allow, or of YAML."""
    try:
        return json.loads(text, object_pairs_hook=_each_key_once)
    except json.JSONDecodeError:
        return yaml.load(text, Loader=StrictLoader)  # a safe loader


def _each_key_once(pairs):
    section = {}
    for key, value in pairs:
        if key in section:
            raise ValueError(f"the key {key} is written twice; delete one")
        section[key] = value
    return section
