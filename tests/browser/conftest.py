"""The page in a headless Chromium, the system's: from a file, with every request and every message
on its console noted."""

import shutil

import numpy as np
import pytest
from playwright.sync_api import sync_playwright

from ..workflow.conftest import finished  # noqa: F401  (a fixture)
from . import sample

CHROMIUM = shutil.which("chromium")
QUIET = "background-networking component-update gpu quic sync"
ARGUMENTS = ["--no-sandbox", "--no-first-run", *(f"--disable-{part}" for part in QUIET.split())]


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium):
    """visit(path, hash, **options of the window) returns the loaded page. At the end of the test:
    nothing was requested but the file, and nothing was written on the console."""
    contexts, requests, messages, paths = [], [], [], set()

    def open_page(path, hash="", **options):
        options = {"viewport": {"width": 1400, "height": 900}, **options}
        contexts.append(chromium.new_context(**options))
        page = contexts[-1].new_page()
        page.on("request", lambda request: requests.append(request.url.partition("#")[0]))
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        paths.add(path.as_uri())
        page.goto(path.as_uri() + hash)
        page.wait_for_selector("html[data-ready]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert messages == []
    assert [
        url for url in requests if url not in paths and not url.startswith(("blob:", "data:"))
    ] == []


@pytest.fixture(scope="session")
def html(finished):  # noqa: F811
    """The page of the small chain."""
    return finished.results / "report/00000000_DL_hw3.html"


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """(path of a page of small networks, {name: Keras model}, its images)"""
    rng = np.random.default_rng(0)
    models, images = sample.sample_networks(rng), sample.sample_images(rng)
    path = tmp_path_factory.mktemp("page") / "small.html"
    path.write_text(sample.sample_page(models, images), encoding="utf-8")
    return path, models, images


@pytest.fixture
def page(visit, small):
    return visit(small[0])
