"""Draw README's picture of the page: a screenshot by the system's Chromium.

python docs/draw_browser.py results/report/00000000_DL_hw3.html docs/page.png, where
envs/browser.in is installed.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SHOWN = "#model=gru-32&beside=lstm-32&image=2&row=28"
SIZE = {"width": 1400, "height": 1120}


def draw(page_path, output):
    """Write the PNG of the page as SHOWN says."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        page.goto(page_path.resolve().as_uri() + SHOWN)
        page.wait_for_selector("html[data-ready]")
        page.screenshot(path=output)
        browser.close()


if __name__ == "__main__":
    draw(Path(sys.argv[1]), sys.argv[2])
