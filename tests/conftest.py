"""Hypothesis: no deadlines, which only measure the machine; the same examples in CI every time."""

import os

from hypothesis import settings

settings.register_profile("rowreader", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("rowreader")
