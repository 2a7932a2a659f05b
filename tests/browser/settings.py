"""The site as `make run` runs it, with all that it writes in a folder of the tests' own."""

import os
from pathlib import Path

from cms.settings.development import *  # noqa: F403

STATIC_ROOT = Path(os.environ["BROWSER_TESTS_FOLDER"]) / "static"
