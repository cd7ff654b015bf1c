"""Measure the page in the system's Chromium: milliseconds for each network to read one image, and
from a changed image to the finished drawing.

python tests/bench/page.py results/report/00000000_DL_hw3.html, where envs/browser.in is installed.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

READINGS = 50
MEDIANS = """([name, readings]) => {
    const median = (measured) => {
        const times = Array.from({length: readings}, (_, k) => {
            const bits = rowreader.test.bitsOf(k % rowreader.test.labels.length);
            const start = performance.now();
            measured(bits);
            return performance.now() - start;
        });
        return times.sort((a, b) => a - b)[readings >> 1];
    };
    rowreader.store.change({model: name, beside: ''});
    return [
        median((bits) => rowreader.read(name, bits)),
        median((bits) => {
            rowreader.store.change({image: null, bits});
            document.getElementById('paper').getContext('2d').getImageData(0, 0, 1, 1);
        }),
    ];
}"""


def measure(path):
    """Print a line for each network of the page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(path.resolve().as_uri())
        page.wait_for_selector("html[data-ready]")
        print(f"{path.stat().st_size / 1e6:.2f} MB; medians of {READINGS}")
        for name in page.evaluate("[...rowreader.networks.keys()]"):
            read, shown = page.evaluate(MEDIANS, [name, READINGS])
            print(f"{name:10} read {read:5.1f} ms   read and drawn {shown:5.1f} ms")
        browser.close()


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
