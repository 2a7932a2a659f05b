"""How much of a PDF the site takes, and how long and how large its workers may get."""

from pathlib import Path

from cms.sandbox.runner import Limits

WORKERS = Path(__file__).with_name("workers")
READER = WORKERS / "page_reader.py"

# While somebody waits for the upload …
LOOKING = Limits(seconds=60, processor=2, memory=400 * 1024**2, answer=4 * 1024**2)
# … and in the background, for a few pages at a time.
DRAWING = Limits(seconds=60, memory=1024**3, answer=64 * 1024**2)
PAGES_AT_A_TIME = 6

# The widths of a page's pictures, in pixels: for a phone, and for reading small print.
WIDTHS = (800, 1600)
