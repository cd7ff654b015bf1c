"""Say in one line what is wrong with a value of the configuration, and what is allowed."""

import difflib

TYPES = {"string": "text", "array": "list", "object": "section"}
"""The schema's types whose names only a programmer knows."""


def describe(error):
    """Return a line for an error of jsonschema: the key, its value and what is allowed."""
    key = ".".join(str(part) for part in error.absolute_path)
    if error.validator == "additionalProperties":
        known = list(error.schema["properties"])
        unknown = sorted(str(name) for name in error.instance if name not in known)[0]
        close = difflib.get_close_matches(unknown, known, n=1)
        sections = error.schema["properties"].items() if not key else ()
        homes = [name for name, part in sections if unknown in part["properties"]]
        hint = f"known here: {', '.join(known)}"
        if close or homes:
            hint = f"did you mean {close[0] if close else f'{homes[0]}.{unknown}'}?"
        if new := error.schema.get("renamed", {}).get(unknown):
            hint = f"it is called {key}.{new} now"
        unknown = unknown if unknown.isprintable() else repr(unknown)
        return f"{key + '.' if key else ''}{unknown}: unknown key; {hint}"
    value = repr(error.instance)
    value = value if len(value) <= 60 else value[:57] + "..."
    return f"{key or 'the file'} = {value}: {_allowed(error)}"


def _allowed(error):
    rule, schema = error.validator_value, error.schema
    text = {
        "type": lambda: _wanted(rule, error.instance),
        "enum": lambda: f"must be one of {', '.join(map(str, rule))}",
        "minimum": lambda: f"must be at least {rule}",
        "maximum": lambda: f"must be at most {rule}",
        "exclusiveMinimum": lambda: f"must be greater than {rule}",
        "exclusiveMaximum": lambda: f"must be less than {rule}",
        "minItems": lambda: f"must have at least {rule} item{'s' * (rule > 1)}",
        "maxItems": lambda: f"must have at most {rule} items, and has {len(error.instance)}",
        "maxLength": lambda: f"must have at most {rule} letters, and has {len(error.instance)}",
        "uniqueItems": lambda: "must have no item twice",
        "pattern": lambda: f"must be {schema['form']}",
    }.get(error.validator, lambda: error.message)()
    about = schema.get("description")
    return f"{text} ({about})" if about else text


def _wanted(types, value):
    types = [types] if isinstance(types, str) else types
    text = f"must be of type {' or '.join(TYPES.get(name, name) for name in types)}"
    if types[0] != "string" or isinstance(value, list | dict):
        return text
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{text}; put it in quotes, without which YAML reads a number (00000000 is 0)"
    return f'{text}; put it in quotes ("" for none)'
