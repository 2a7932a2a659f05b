"""Logs of a request say where in the code, and nothing that came with it."""

import logging
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.log import log_response

from cms.delivery.logs import ReaderlessFormatter

PLANTED = "planted"


def record(name: str, message: str, *values: Any, **extra: Any) -> logging.LogRecord:
    try:
        try:
            raise KeyError(PLANTED)
        except KeyError as error:
            raise ValueError(f"no {PLANTED} here") from error
    except ValueError as error:
        told = (type(error), error, error.__traceback__)
    return logging.getLogger(name).makeRecord(
        name, logging.ERROR, __file__, 1, message, values, told, extra=extra or None
    )


@pytest.fixture
def answering(db: None) -> Any:
    request_started.send(sender=None)
    yield
    request_finished.send(sender=None)


def test_while_a_request_is_answered_no_value_is_written(answering: None) -> None:
    for name, message in (("cms.search", "No entry for %s."), ("django.db", f"near {PLANTED}")):
        text = ReaderlessFormatter().format(record(name, message, PLANTED))
        assert PLANTED not in text
        assert name in text
        # Which exceptions came of which lines, the first one first.
        assert text.index("builtins.KeyError") < text.index("builtins.ValueError")
        assert "test_logs.py" in text
    assert "No entry for %s." in ReaderlessFormatter().format(
        record("cms.search", "No entry for %s.", 1)
    )


def test_outside_of_requests_all_is_written() -> None:
    text = ReaderlessFormatter().format(record("cms.search", "No entry for %s.", PLANTED))
    assert text.startswith(f"No entry for {PLANTED}.")
    assert f"no {PLANTED} here" in text


def test_what_django_says_of_a_request_has_no_path(caplog: pytest.LogCaptureFixture) -> None:
    """However late it is said."""
    request = RequestFactory().get(f"/{PLANTED}/")
    response = HttpResponse(status=500)
    log_response("Broken: %s", request.path, response=response, request=request)
    text = ReaderlessFormatter().format(caplog.records[-1])
    assert PLANTED in caplog.records[-1].getMessage()
    assert PLANTED not in text
    assert str(response.status_code) in text


def test_a_check_of_readiness_is_told_whole(answering: None) -> None:
    told = record("cms.delivery.health", "Readiness: the check of %s failed.", "cache")
    assert "the check of cache failed." in ReaderlessFormatter().format(told)


def test_the_console_writes_by_it() -> None:
    handlers = settings.LOGGING["handlers"]
    assert handlers["console"]["formatter"] == "readerless"
    assert settings.LOGGING["formatters"]["readerless"]["()"].endswith("ReaderlessFormatter")
