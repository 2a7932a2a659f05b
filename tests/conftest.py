"""What every test may rely on.

Settings are ``cms.settings.test``: tasks run at once, mail stays in memory, files that a test
writes land in a folder of the process's own, which is removed when it ends. Tests marked
``browser`` run only when asked for (``-m browser``); `make test` asks where a Chromium is found.
"""
