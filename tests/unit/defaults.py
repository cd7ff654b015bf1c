"""The default settings, from the schema, with a head that is quick to test."""

from pathlib import Path

import yaml
from rowreader.run.config import check_config

SCHEMA = yaml.safe_load(
    (Path(__file__).parents[2] / "workflow/schemas/config.schema.yaml").read_text()
)
DEFAULTS = check_config({}, SCHEMA)
MODELS = DEFAULTS["models"] | {"head_units": 5}
TRAINING = DEFAULTS["training"]
