"""A file that a text stands on never changes: another file is a picture of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex

from cms.media.in_use import FileInUseError
from cms.media.models import Document, Image
from tests.safety.dirty_files import PDF
from tests.safety.doors import clean_jpeg, upload

from .flow import Flow, words
from .test_dates import ahead
from .test_sets import make_set
from .test_standing import body

pytestmark = pytest.mark.django_db

type Stage = Callable[[Flow], None]


def submitted(flow: Flow) -> None:
    flow.submit("boston-editor", body=body(flow))
    assert flow.page.workflow_in_progress


def half_approved(flow: Flow) -> None:
    submitted(flow)
    flow.decide("boston-lead", "approve")


def published(flow: Flow) -> None:
    submitted(flow)
    flow.approve()
    assert flow.page.live


def published_with_a_newer_draft(flow: Flow) -> None:
    published(flow)
    flow.save("boston-editor")


def published_by_code(flow: Flow) -> None:
    """Readers get the row, which no revision stands behind."""
    published(flow)
    page = flow.page
    page.revisions.all().delete()
    Page.objects.filter(pk=page.pk).update(live_revision=None, latest_revision=None)


def scheduled(flow: Flow) -> None:
    flow.submit("boston-editor", body=body(flow), go_live_at=ahead(days=2))
    flow.approve()
    assert flow.kinds()[-1] == "scheduled"


def held(flow: Flow) -> None:
    make_set(flow, flow.page)
    submitted(flow)
    flow.approve()
    assert flow.kinds()[-1] == "held"


STAGES: dict[str, Stage] = {
    "submitted": submitted,
    "half approved": half_approved,
    "published": published,
    "a newer draft": published_with_a_newer_draft,
    "by code": published_by_code,
    "scheduled": scheduled,
    "held": held,
}


def nowhere(_flow: Flow) -> None:
    """No text ever had it."""


def drafted(flow: Flow) -> None:
    flow.save("boston-editor", body=body(flow))


def withdrawn(flow: Flow) -> None:
    submitted(flow)
    flow.decide("boston-editor", "withdraw")


def superseded(flow: Flow) -> None:
    published(flow)
    flow.submit("boston-editor", summary="Without it.")
    flow.approve()


def taken_down(flow: Flow) -> None:
    published(flow)
    flow.page.unpublish()


FREE: dict[str, Stage] = {
    "nowhere": nowhere,
    "drafted": drafted,
    "withdrawn": withdrawn,
    "superseded": superseded,
    "taken down": taken_down,
}

OTHER_PDF = PDF.replace(b"72", b"99")


def files(flow: Flow) -> tuple[Any, Any]:
    found = flow.movement.files["boston"]
    return Image.objects.get(pk=found.image.pk), Document.objects.get(pk=found.document.pk)


def row_of(thing: Any) -> dict[str, Any]:
    values: dict[str, Any] = type(thing).objects.filter(pk=thing.pk).values().get()
    return values


def sent(thing: Any, **more: Any) -> dict[str, Any]:
    focus = {
        name: value if value is not None else ""
        for name, value in row_of(thing).items()
        if name.startswith("focal_point")
    }
    return {
        "title": thing.title,
        "collection": thing.collection_id,
        "tags": "march, 2024",
        "people": "nobody",
        **focus,
        **more,
    }


def change(flow: Flow, thing: Any, who: str = "boston-lead", **more: Any) -> str:
    kind = "wagtailimages" if isinstance(thing, Image) else "wagtaildocs"
    address = reverse(f"{kind}:edit", args=[thing.pk])
    return words(flow.client(who).post(address, sent(thing, **more), follow=True))


def change_file(flow: Flow, thing: Any, **more: Any) -> str:
    is_image = isinstance(thing, Image)
    content = clean_jpeg().read() if is_image else OTHER_PDF
    return change(flow, thing, file=upload(content, "x.jpg" if is_image else "x.pdf"), **more)


@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES.keys())
@pytest.mark.parametrize("which", [0, 1], ids=["picture", "document"])
def test_another_file_becomes_one_of_its_own(flow: Flow, stage: Stage, which: int) -> None:
    thing = files(flow)[which]
    if isinstance(thing, Image):
        Image.objects.filter(pk=thing.pk).update(
            focal_point_x=5, focal_point_y=5, focal_point_width=2, focal_point_height=2
        )
    stage(flow)
    ReferenceIndex.objects.all().delete()  # A task writes it, and has not run.
    before = row_of(thing)
    said = change_file(flow, thing, title="Another title")
    assert "so the old one stays there" in said, said
    assert row_of(thing) == before
    assert Path(thing.file.path).exists()
    (new,) = type(thing).objects.filter(title="Another title")
    assert new.file_hash != thing.file_hash
    assert new.collection == thing.collection
    assert {tag.name for tag in new.tags.all()} == {"march", "2024"}
    assert new.uploaded_by_user == flow.user("boston-lead")
    if isinstance(new, Image):
        assert not new.has_focal_point()


@pytest.mark.parametrize("stage", FREE.values(), ids=FREE.keys())
@pytest.mark.parametrize("which", [0, 1], ids=["picture", "document"])
def test_a_file_that_no_text_stands_on_is_replaced(flow: Flow, stage: Stage, which: int) -> None:
    stage(flow)
    thing = files(flow)[which]
    number = type(thing).objects.count()
    assert "updated" in change_file(flow, thing)
    assert type(thing).objects.count() == number
    assert row_of(thing)["file_hash"] != thing.file_hash


@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES.keys())
def test_code_changes_no_file_that_is_in_use(flow: Flow, stage: Stage) -> None:
    stage(flow)
    stored = names("private")
    for thing, content in zip(files(flow), (clean_jpeg().read(), OTHER_PDF), strict=True):
        before = row_of(thing)
        thing.file = ContentFile(content, name="x")
        with pytest.raises(FileInUseError, match="so it stays as it is"):
            thing.save()
        thing.refresh_from_db()
        with pytest.raises(FileInUseError):
            thing.file.save("x", ContentFile(content))
        thing.refresh_from_db()
        thing.file = type(thing).objects.exclude(pk=thing.pk)[0].file.name
        with pytest.raises(FileInUseError):
            thing.save()
        assert row_of(thing) == before
    assert names("private") == stored


def names(alias: str) -> set[Path]:
    storage: Any = storages[alias]
    return set(Path(storage.location).rglob("*"))


def test_what_is_in_focus_stays_too(flow: Flow) -> None:
    published(flow)
    image, _document = files(flow)
    before = row_of(image)
    focus = dict.fromkeys(
        ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"), "3"
    )
    assert "so it stays as it is" in change(flow, image, **focus)
    assert row_of(image) == before
    image.focal_point_x = 3
    with pytest.raises(FileInUseError):
        image.save()


def test_what_is_for_the_library_is_changed_as_ever(flow: Flow) -> None:
    published(flow)
    for thing in files(flow):
        assert "updated" in change(flow, thing, title="Tidied")
        assert row_of(thing)["title"] == "Tidied"
        thing.refresh_from_db()
        thing.title = "Tidied again"
        thing.save()
        thing.save(update_fields=["title"])


def test_what_is_wrong_with_another_file_is_said_as_ever(flow: Flow) -> None:
    published(flow)
    image, _document = files(flow)
    before, number = row_of(image), Image.objects.count()
    change(flow, image, file=upload(b"no picture", "x.jpg"))
    assert (row_of(image), Image.objects.count()) == (before, number)
