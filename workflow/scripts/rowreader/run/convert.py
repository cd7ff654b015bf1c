"""Convert a value to the type that the schema wants where nothing is lost.

`--config 'training={epochs: 2}'` arrives as {"epochs": "2"}; YAML reads 1e-3 as text and 2.0 as a
float, which JSON Schema takes for an integer too.
"""

import re

import yaml

NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
"""A number in YAML 1.2, without its octal, hexadecimal, infinite and undefined ones."""


def convert(value, schema):
    """Return `value` as the schema's type, down to the items and keys that the schema knows; what
    cannot be converted stays as it is, for the schema's check to name."""
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if isinstance(value, str):
        if "null" in types and value == "null":
            return None
        if types and "string" not in types:
            value = _read(value)
    if value is None and "object" in types:  # a section whose keys are all left out
        return {}
    if isinstance(value, list):
        return [convert(item, schema.get("items", {})) for item in value]
    if isinstance(value, dict):
        parts = schema.get("properties", {})
        return {key: convert(item, parts.get(key, {})) for key, item in value.items()}
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, types)
    return value


def _number(value, types):
    try:
        if "integer" in types and value == int(value):
            return int(value)
        if "number" in types:
            return float(value)
    except (OverflowError, ValueError):  # infinite, undefined, or beyond a float
        pass
    return value


def _read(text):
    """What the text says in YAML; the text itself where it says nothing, or in YAML 1.1 alone,
    where 1:30 is 90."""
    try:
        if NUMBER.match(text.strip()):
            return float(text) if re.search(r"[.eE]", text) else int(text)
        value = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return text
    return value if isinstance(value, bool | list | dict) else text
