"""The page of small predictors, every pixel of its first samples drawn."""

import pytest

from ...unit.prediction_pages import write_page


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """(path, {name: Keras model}, images)"""
    return write_page(tmp_path_factory.mktemp("prediction"))


@pytest.fixture
def page(visit, made):
    """The page with every pixel of its first samples drawn."""
    opened = visit(made[0])
    opened.click("#finish")
    return opened
