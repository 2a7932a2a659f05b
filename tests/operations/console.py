"""A site that does what it is told, line by line, until there are no more: starting one takes long.

    python -m tests.operations.console

A line of JSON is a management command's words, or code to run, with settings to change for it; the
answer is a line with what was printed, or with the sentence of a refusal.
"""

import contextlib
import io
import json
import sys
from typing import Any

import django

django.setup()

from django.core.management import CommandError, call_command  # noqa: E402 - needs Django
from django.test.utils import override_settings  # noqa: E402


def answer(request: dict[str, Any]) -> dict[str, str]:
    printed = io.StringIO()
    with override_settings(**request["settings"]), contextlib.redirect_stdout(printed):
        try:
            if "code" in request:
                exec(request["code"], {})  # noqa: S102 - the test's own code
            else:
                call_command(*request["words"], stdout=printed)
        except CommandError as error:
            return {"refused": str(error)}
    return {"printed": printed.getvalue()}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
