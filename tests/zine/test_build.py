"""From a published page to files that readers are offered, whatever fails on the way."""

import io
import json
from typing import Any

import pikepdf
import pytest
from django.core.management import CommandError, call_command

from cms.media.fields import private_storage
from tests.factories import (
    ZineIssuePageFactory,
)
from zine.editions import build as edition_build, pipeline, store
from zine.editions.catalogue import BY_NAME, ESSENTIAL, KINDS
from zine.editions.document import model as d
from zine.editions.kinds import mini, screen
from zine.editions.kinds.kind import Artifact, Kind
from zine.editions.pipeline import Build, Failure
from zine.editions.problems import Problem
from zine.models import Edition, ZineIssuePage

pytestmark = pytest.mark.django_db


def body(*texts: str) -> str:
    return json.dumps(
        [
            {
                "type": "paragraph",
                "id": f"id-{n}",
                "value": {"text": f"<p>{t}</p>", "footnotes": []},
            }
            for n, t in enumerate(texts)
        ]
    )


@pytest.fixture
def issue() -> ZineIssuePage:
    page: ZineIssuePage = ZineIssuePageFactory(number=7, title="Seven", body=body("One.", "Two."))
    return page


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[d.Document]:
    """Build nothing that takes time: every file holds its document's digest. Returns the builds."""
    built: list[d.Document] = []

    def build(document: d.Document) -> Build:
        built.append(document)
        content = document.digest.encode()
        return Build({kind: Artifact(content, pages=3) for kind in KINDS})

    monkeypatch.setattr(pipeline, "build", build)
    return built


def change(issue: ZineIssuePage, *texts: str) -> None:
    ZineIssuePage.objects.filter(pk=issue.pk).update(body=body(*texts))
    issue.refresh_from_db()


def files_of(edition: Edition | None) -> list[str]:
    assert edition is not None
    return sorted(str(artifact.file.name) for artifact in edition.artifacts.all())


def test_a_published_issue_gets_every_edition(
    issue: ZineIssuePage, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        issue.save_revision().publish()
    edition = issue.editions.current().get()
    assert edition.problems == []
    assert {artifact.kind for artifact in edition.artifacts.all()} == set(BY_NAME)
    for artifact in edition.artifacts.all():
        assert artifact.size == private_storage().size(artifact.file.name)
    issue.refresh_from_db()
    assert edition.revision == str(issue.live_revision_id)
    pages = edition.artifacts.get(kind=screen.A5.name)
    with pikepdf.Pdf.open(private_storage().path(pages.file.name)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Seven"
        assert len(pdf.pages) == pages.pages


def test_the_same_content_is_made_once(issue: ZineIssuePage, quick: list[d.Document]) -> None:
    first = edition_build.make_editions(issue)
    issue.save_revision().publish()
    issue.refresh_from_db()
    assert edition_build.make_editions(issue) == first
    assert len(quick) == 1


def test_a_lost_file_is_made_again(issue: ZineIssuePage, quick: list[d.Document]) -> None:
    edition = edition_build.make_editions(issue)
    private_storage().delete(files_of(edition)[0])
    assert edition_build.make_editions(issue) == edition
    assert len(quick) == 2
    assert all(map(private_storage().exists, files_of(edition)))


def test_other_content_takes_the_place_of_the_last(
    issue: ZineIssuePage, quick: list[d.Document]
) -> None:
    editions = []
    for text in ("A", "B", "C"):
        change(issue, text)
        editions.append(edition_build.make_editions(issue))
    assert [e.is_current for e in Edition.objects.order_by("pk")] == [False, True]
    assert issue.editions.current().get() == editions[2]
    assert not any(map(private_storage().exists, files_of(editions[0])))
    assert all(map(private_storage().exists, files_of(editions[1]) + files_of(editions[2])))


def test_what_cannot_be_read_leaves_the_last_good_edition(
    issue: ZineIssuePage, quick: list[d.Document]
) -> None:
    good = edition_build.make_editions(issue)
    image = {"image": None, "decorative": False, "alt_text": ""}
    stream = [{"type": "image", "id": "pic", "value": {"picture": image}}]
    ZineIssuePage.objects.filter(pk=issue.pk).update(body=json.dumps(stream))
    failed = edition_build.make_editions(ZineIssuePage.objects.get(pk=issue.pk))
    assert failed is not None
    assert failed.state == Edition.State.FAILED
    (problem,) = failed.problems
    assert problem["place"]["id"] == "pic"
    assert str(failed.named_problems[0]).startswith("Block 1 (")
    assert issue.editions.current().get() == good
    change(issue, "Mended.")
    edition_build.make_editions(issue)
    assert not Edition.objects.filter(state=Edition.State.FAILED).exists()


@pytest.mark.parametrize("kind", ESSENTIAL, ids=lambda kind: kind.name)
def test_without_an_accessible_edition_the_pointer_does_not_move(
    issue: ZineIssuePage,
    quick: list[d.Document],
    monkeypatch: pytest.MonkeyPatch,
    kind: Kind,
) -> None:
    good = edition_build.make_editions(issue)
    whole = pipeline.build

    def build(document: d.Document) -> Build:
        made = whole(document)
        del made.artifacts[kind]
        made.failures[kind] = Failure((Problem("failed_gate", None, {"reason": "It is not."}),))
        return made

    monkeypatch.setattr(pipeline, "build", build)
    change(issue, "Changed.")
    failed = edition_build.make_editions(issue)
    assert failed is not None
    assert str(failed.named_problems[0]).endswith("did not pass its check: It is not.")
    assert failed.problems[0]["kind"] == kind.name
    assert issue.editions.current().get() == good


def test_a_failure_of_the_machine_is_tried_again(
    issue: ZineIssuePage, quick: list[d.Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pipeline.build

    def build(document: d.Document) -> Build:
        made = whole(document)
        made.failures[mini.A4] = Failure(
            (Problem("mini_longest", None, {"count": 9}),), lasting=False
        )
        return made

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "build", build)
        edition = edition_build.make_editions(issue)
        assert edition is not None
        assert edition.is_current
    again = edition_build.make_editions(issue)
    assert again == edition
    assert again is not None
    assert (len(quick), again.problems) == (2, [])


def test_an_interrupted_build_is_made_whole(
    issue: ZineIssuePage, quick: list[d.Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that dies between two files leaves no half file, no manifest, no pointer."""
    written = 0
    put = store._put

    def dying(path: Any, content: bytes) -> None:
        nonlocal written
        written += 1
        if written > 3:
            raise KeyboardInterrupt
        put(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(store, "_put", dying)
        with pytest.raises(KeyboardInterrupt):
            edition_build.make_editions(issue)
    assert not issue.editions.current().exists()
    edition = edition_build.make_editions(issue)
    assert edition is not None
    assert edition.is_current
    assert store.is_complete(edition.key)


def test_an_unpublished_issue_has_no_files(
    issue: ZineIssuePage, quick: list[d.Document], django_capture_on_commit_callbacks: Any
) -> None:
    files = files_of(edition_build.make_editions(issue))
    with django_capture_on_commit_callbacks(execute=True):
        issue.unpublish()
    assert not issue.editions.exists()
    assert not any(map(private_storage().exists, files))


def test_the_command_makes_what_is_missing(issue: ZineIssuePage, quick: list[d.Document]) -> None:
    output = io.StringIO()
    call_command("build_editions", stdout=output)
    call_command("build_editions", "7", "--language=en", stdout=output)
    call_command("build_editions", "8", stdout=output)
    assert output.getvalue() == f"7 en: ready, {len(KINDS)} files\n" * 2
    assert len(quick) == 1


def test_the_command_fails_with_the_issue(issue: ZineIssuePage) -> None:
    change(issue, "\U00012000")
    output = io.StringIO()
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("build_editions", stdout=output)
    assert "CUNEIFORM SIGN A" in output.getvalue()
