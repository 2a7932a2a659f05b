"""Entries of the audit log as lines of JSON, for whatever gathers a server's output.

It is read before there are models: logging is set up first.
"""

import json
import logging
import re
from typing import Any

# An account may be called by a mail address; nothing forbids it.
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
HIDDEN = "…"


class JSONLines(logging.Formatter):
    """The record's entry in one line, in ASCII, without anything that looks like an address."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_without_addresses(getattr(record, "entry", {})), sort_keys=True)


def _without_addresses(value: Any) -> Any:
    if isinstance(value, str):
        return ADDRESS.sub(HIDDEN, value)
    if isinstance(value, list):
        return [_without_addresses(each) for each in value]
    if isinstance(value, dict):
        return {key: _without_addresses(each) for key, each in value.items()}
    return value
