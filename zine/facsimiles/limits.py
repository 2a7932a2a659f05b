"""How much of a PDF the site takes, and how long and how large its workers may get."""

from pathlib import Path

from zine.editions.sandbox import Limits

WORKERS = Path(__file__).with_name("workers")
WASHER = WORKERS / "pdf_washer.py"
READER = WORKERS / "leaf_reader.py"

MOST_PAGES = 300
MOST_PIXELS_OF_A_PICTURE = 150_000_000
# In points. A poster of three metres; a stamp of a centimetre.
LONGEST_SIDE = 8504
SHORTEST_SIDE = 28

# While somebody waits for the upload …
WASHING = Limits(seconds=20, memory=1024**3, answer=64 * 1024**2)
LOOKING = Limits(seconds=20, memory=1024**3, answer=4 * 1024**2)
# … and in the background, for a few pages at a time.
DRAWING = Limits(seconds=60, memory=1024**3, answer=64 * 1024**2)
PAGES_AT_A_TIME = 6

# The widths of a page's pictures, in pixels: for a phone, and for reading small print.
WIDTHS = (800, 1600)
