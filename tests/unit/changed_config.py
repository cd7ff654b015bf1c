"""The settings of config.yaml, changed, and the errors that they give."""

import copy
from pathlib import Path

import pytest
import yaml
from defaults import SCHEMA
from rowreader.run.config import check_config
from rowreader.run.errors import UserError

ROOT = Path(__file__).parents[2]
CONFIG = yaml.safe_load((ROOT / "config/config.yaml").read_text())


def changed(section, key, value):
    config = copy.deepcopy(CONFIG)
    config[section][key] = value
    return config


def errors(config):
    with pytest.raises(UserError) as caught:
        check_config(config, SCHEMA)
    return str(caught.value)
