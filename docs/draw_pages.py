"""Draw the first pages of a PDF side by side: python docs/draw_pages.py report.pdf pages.png

Needs pdftoppm (Debian's poppler-utils) beside this project's environment.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

PAGES, RESOLUTION, FRAME = 3, 75, 2  # number; dots an inch; pixels around a page


def draw_pages(pdf, output):
    with tempfile.TemporaryDirectory() as folder:
        options = ["-png", "-r", str(RESOLUTION), "-l", str(PAGES)]
        subprocess.run(["pdftoppm", *options, pdf, Path(folder, "page")], check=True)
        pages = [
            ImageOps.expand(Image.open(path).convert("L"), FRAME, 160)
            for path in sorted(Path(folder).iterdir())
        ]
    sheet = Image.new("L", (sum(page.width for page in pages), pages[0].height), 255)
    left = 0
    for page in pages:
        sheet.paste(page, (left, 0))
        left += page.width
    sheet.quantize(16).save(output, optimize=True)


if __name__ == "__main__":
    draw_pages(*sys.argv[1:])
