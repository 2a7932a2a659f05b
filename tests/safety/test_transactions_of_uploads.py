"""Uploads are taken apart before the request's transaction begins, whichever form they come by."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from cms.media import cleaning
from cms.media.models import Document, Image
from cms.sandbox import runner

from .dirty_files import PDF, jpeg
from .doors import DOCUMENT_FORMS, IMAGE_FORMS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]


@pytest.fixture
def within_a_transaction(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each file that was taken apart, whether the request's transaction was open.

    Within a test's own transaction it is a savepoint.
    """
    found: list[bool] = []

    def noted(*args: Any, **kwargs: Any) -> Any:
        found.append(bool(connection.savepoint_ids))
        return runner.run(*args, **kwargs)

    monkeypatch.setattr(cleaning, "run", noted)
    return found


@pytest.mark.parametrize("door", IMAGE_FORMS)
def test_a_picture_is_read_outside_of_the_transaction(
    staff: Client, within_a_transaction: list[bool], door: str
) -> None:
    answer = IMAGE_FORMS[door](staff, jpeg(), "a.jpg")
    assert answer is not None
    assert answer.status_code in (200, 302)
    assert Image.objects.count() == 1
    # Replacing a picture has made the one before.
    assert within_a_transaction == [False] * (2 if door == "replace" else 1)


def test_nothing_is_read_for_who_may_not_upload(
    client: Client, within_a_transaction: list[bool]
) -> None:
    stranger = User.objects.create_user("stranger")
    for door in ("add", "chooser"):
        client.logout()
        IMAGE_FORMS[door](client, jpeg(), "a.jpg")
        DOCUMENT_FORMS[door](client, PDF, "a.pdf")
        client.force_login(stranger)
        IMAGE_FORMS[door](client, jpeg(), "a.jpg")
        DOCUMENT_FORMS[door](client, PDF, "a.pdf")
    assert not within_a_transaction
    assert not Image.objects.exists()
    assert not Document.objects.exists()
