"""What every test may rely on.

Settings are ``cms.settings.test``: tasks run at once, mail stays in memory, files that a test
writes land in a folder of the process's own, which is removed when it ends. The translations are
compiled. Tests marked ``browser`` run only when asked for (``-m browser``); `make test` asks
where a Chromium is found.
"""

from pathlib import Path

from cms.operations.catalogues import compile_catalogues


def pytest_configure() -> None:
    compile_catalogues(Path(__file__).parents[1] / "locale")
