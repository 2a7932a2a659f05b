"""Editions show no picture whose people agree to it no longer, and the ones before it are gone."""

import json
from typing import Any

import pytest

from cms.media.consent import follow_consent
from cms.media.fields import private_storage
from cms.media.models import Image
from cms.media.people import People
from tests.factories import ImageFactory, ZineIssuePageFactory
from zine.editions import pipeline
from zine.editions.catalogue import KINDS
from zine.editions.document import model as d
from zine.editions.kinds.kind import Artifact
from zine.editions.pipeline import Build
from zine.models import ZineIssuePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture() -> Image:
    made: Image = ImageFactory(people=People.NOBODY)
    return made


@pytest.fixture
def issue(picture: Image) -> ZineIssuePage:
    shown = {"image": picture.pk, "alt_text": "A banner.", "decorative": False}
    block = {"picture": shown, "caption": "On the bridge.", "credit": ""}
    words = {"text": "<p>Words.</p>", "footnotes": []}
    stream = [
        {"type": "image", "id": "shown", "value": block},
        {"type": "paragraph", "id": "said", "value": words},
    ]
    page: ZineIssuePage = ZineIssuePageFactory(body=json.dumps(stream))
    return page


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[d.Document]:
    """The documents that editions were made of; every file holds its document's digest."""
    documents: list[d.Document] = []

    def build(document: d.Document) -> Build:
        documents.append(document)
        return Build({kind: Artifact(document.digest.encode(), pages=3) for kind in KINDS})

    monkeypatch.setattr(pipeline, "build", build)
    return documents


def said_in(document: d.Document) -> str:
    return json.dumps(document.to_json(), default=str)


def test_editions_lose_it_at_once_and_get_it_back(
    issue: ZineIssuePage,
    picture: Image,
    built: list[d.Document],
    django_capture_on_commit_callbacks: Any,
) -> None:
    def becomes(people: People) -> None:
        Image.objects.filter(pk=picture.pk).update(people=people)
        with django_capture_on_commit_callbacks(execute=True):
            follow_consent(picture.pk)

    with django_capture_on_commit_callbacks(execute=True):
        issue.save_revision().publish()
    before = issue.editions.current().get()
    files = [artifact.file.name for artifact in before.artifacts.all()]
    assert "On the bridge." in said_in(built[-1])
    becomes(People.ENDED)
    assert "On the bridge." not in said_in(built[-1])
    assert "Words." in said_in(built[-1])
    assert built[-1].assets == {}
    assert not any(map(private_storage().exists, files))
    assert issue.editions.current().get() != before
    becomes(People.NOBODY)
    assert "On the bridge." in said_in(built[-1])
    assert built[-1].digest == built[0].digest
