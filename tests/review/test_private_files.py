"""Readers have a picture or document while a text that they may see stands on it, and no longer."""

import errno
import importlib
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.media.models import Document, Image, MediaUse, Rendition
from cms.media.public_files import settle_all, show
from cms.operations.scheduler import tick
from cms.review.media_signals import note_what_is_there
from cms.review.media_uses import note_everything
from cms.review.scheduling import keep_dates
from home.models import Person

from .flow import Commit, Flow, fresh
from .test_standing import body

pytestmark = pytest.mark.django_db

NOBODY = "nobody"


def picture(flow: Flow) -> Image:
    return Image.objects.get(pk=flow.movement.files["boston"].image.pk)


def document(flow: Flow) -> Document:
    return Document.objects.get(pk=flow.movement.files["boston"].document.pk)


def names(flow: Flow) -> list[str]:
    found = list(picture(flow).renditions.values_list("file", flat=True))
    assert len(found) >= 2
    return found


def addresses(flow: Flow) -> list[str]:
    """Where readers get the sizes and the document, and would get them besides if they could."""
    return [*(f"/media/{name}" for name in names(flow)), document(flow).url]


def guesses(flow: Flow) -> list[str]:
    kept = [*names(flow), picture(flow).file.name, document(flow).file.name]
    return [f"/{start}{name}" for name in kept for start in ("private/", "media/private/", "")] + [
        f"/media/{picture(flow).file.name}",
        f"/media/{document(flow).file.name}",
        document(flow).url.replace("document-", "Document-"),
    ]


def answers(flow: Flow, who: str = NOBODY) -> set[int]:
    client = Client() if who == NOBODY else flow.client(who)
    return {client.get(address).status_code for address in addresses(flow)}


def shown(flow: Flow) -> int:
    """How many of the sizes stand where a web server gives them to everybody."""
    return sum(Path(default_storage.path(name)).exists() for name in names(flow))


def assert_public(flow: Flow) -> None:
    assert answers(flow) == {200}
    assert shown(flow) == len(names(flow))


def assert_gone(flow: Flow) -> None:
    assert answers(flow) == {404}
    assert shown(flow) == 0


def stored_body(flow: Flow) -> list[tuple[str, Any]]:
    shown_here = {"image": picture(flow), "alt_text": "A march", "decorative": False}
    return [
        ("image", {"picture": shown_here, "caption": "", "credit": ""}),
        ("download", {"document": document(flow), "text": "The flyer"}),
    ]


def published(flow: Flow, commit: Commit, page: Page | None = None) -> None:
    """As code publishes: a review takes seconds, and one test goes through it."""
    page = page or flow.page
    page.body = stored_body(flow)
    with commit():
        page.save_revision().publish()
    assert_public(flow)


def drafted(flow: Flow) -> None:
    flow.save("boston-editor", body=body(flow))


def submitted(flow: Flow) -> None:
    flow.submit("boston-editor", body=body(flow))
    flow.decide("boston-lead", "approve")


def scheduled(flow: Flow) -> None:
    ahead = timezone.localtime(timezone.now() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    flow.submit("boston-editor", body=body(flow), go_live_at=ahead)
    flow.approve()
    assert flow.kinds()[-1] == "scheduled"


@pytest.mark.parametrize("stage", [drafted, submitted, scheduled])
def test_before_publication_no_reader_has_it(
    flow: Flow, commit: Commit, stage: Callable[[Flow], None]
) -> None:
    with commit():
        stage(flow)
    assert_gone(flow)
    for guess in guesses(flow):
        assert Client().get(guess, follow=True).status_code in (400, 404), guess
    for who in ("boston-editor", "boston-lead", "approver", "staff", "superuser"):
        assert answers(flow, who) == {200}, who
    for who in ("chicago-editor", "chicago-lead", "es-translator"):
        assert answers(flow, who) == {404}, who


def test_whoever_may_see_a_draft_sees_its_files(flow: Flow, commit: Commit) -> None:
    """Translators choose no pictures of a chapter, and preview its pages in their language."""
    with commit():
        flow.save("boston-editor", page=flow.translation, body=body(flow))
    assert answers(flow, "es-translator") == {200}
    assert answers(flow, "chicago-editor") == {404}
    assert_gone(flow)


def test_a_drafts_files_are_kept_by_no_cache(flow: Flow, commit: Commit) -> None:
    for address in addresses(flow):
        response = flow.client("boston-editor").get(address)
        assert response["Cache-Control"] == "private, no-store"
    published(flow, commit)
    for address in addresses(flow):
        assert Client().get(address)["Cache-Control"] == "public, no-cache"


def test_a_published_file_is_asked_for_again_and_not_sent_again(flow: Flow, commit: Commit) -> None:
    published(flow, commit)
    for address in addresses(flow):
        first = Client().get(address)
        known = {"if-none-match": first["ETag"]} if first.has_header("ETag") else {}
        known |= {"if-modified-since": first["Last-Modified"]}
        assert Client().get(address, headers=known).status_code == 304


def unpublished(flow: Flow) -> None:
    flow.page.unpublish()


def expired(flow: Flow) -> None:
    Page.objects.filter(pk=flow.page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    assert keep_dates() == 1


def deleted(flow: Flow) -> None:
    flow.page.delete()


def restricted(flow: Flow) -> None:
    PageViewRestriction.objects.create(
        page=Page.objects.get(pk=flow.page.pk), restriction_type=PageViewRestriction.LOGIN
    )


def above(flow: Flow) -> Page:
    return fresh(flow.page.get_parent())


def restricted_above(flow: Flow) -> None:
    PageViewRestriction.objects.create(
        page=above(flow), restriction_type=PageViewRestriction.PASSWORD, password="x"
    )


def unpublished_above(flow: Flow) -> None:
    above(flow).unpublish()


def deleted_above(flow: Flow) -> None:
    above(flow).delete()


def moved_below_what_is_down(flow: Flow) -> None:
    down = flow.national_page
    assert not down.live
    flow.page.move(down, pos="last-child")


def published_without_it(flow: Flow) -> None:
    page = flow.page
    page.body = []
    page.save_revision().publish()


WAYS_DOWN: list[Callable[[Flow], None]] = [
    unpublished,
    expired,
    deleted,
    restricted,
    restricted_above,
    unpublished_above,
    deleted_above,
    moved_below_what_is_down,
    published_without_it,
]


@pytest.mark.parametrize("way", WAYS_DOWN)
def test_with_the_last_text_it_is_gone_at_once(
    flow: Flow, commit: Commit, way: Callable[[Flow], None]
) -> None:
    published(flow, commit)
    with commit(), transaction.atomic():
        way(flow)
        transaction.set_rollback(True)
    assert_public(flow)
    with commit():
        way(flow)
    assert_gone(flow)
    assert answers(flow, "staff") == {200}


def test_what_comes_back_brings_it_back(flow: Flow, commit: Commit) -> None:
    published(flow, commit)
    restriction = PageViewRestriction(page=above(flow), restriction_type=PageViewRestriction.LOGIN)
    with commit():
        restriction.save()
    assert_gone(flow)
    with commit():
        restriction.delete()
    assert_public(flow)


def test_with_its_approval_readers_have_it(flow: Flow, commit: Commit) -> None:
    flow.submit("boston-editor", body=body(flow))
    with commit(), transaction.atomic():
        flow.approve()
        assert flow.page.live
        transaction.set_rollback(True)
    assert_gone(flow)
    with commit():
        flow.approve()
    assert_public(flow)


def test_two_pages_share_it(flow: Flow, commit: Commit) -> None:
    for page in (flow.page, flow.translation):
        published(flow, commit, page)
    with commit():
        flow.page.unpublish()
    assert_public(flow)
    with commit():
        flow.translation.unpublish()
    assert_gone(flow)


def test_whom_a_page_is_kept_to_gets_its_files(flow: Flow, commit: Commit) -> None:
    published(flow, commit)
    with commit():
        restricted(flow)
    assert answers(flow, "newcomer") == {200}
    assert_gone(flow)


def test_a_records_picture_goes_with_the_record(
    flow: Flow, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No kind of record has one today; what is told of any is what its text refers to."""
    person = Person.objects.filter(live=True)[0]
    refers = {(Image, str(picture(flow).pk))}
    monkeypatch.setattr("cms.review.media_uses.references_in", lambda *_text: refers)
    monkeypatch.setattr("cms.review.media_uses.parts_that_refer", lambda _kind: frozenset({"name"}))
    with commit():
        person.save_revision().publish()
    sizes = [f"/media/{name}" for name in names(flow)]
    assert {Client().get(address).status_code for address in sizes} == {200}
    assert shown(flow) == len(sizes)
    with commit():
        fresh(person).unpublish()
    assert_gone(flow)
    fresh(person).delete()
    assert not MediaUse.objects.exclude(record_kind=None).exists()


def test_a_deleted_picture_is_gone_before_any_worker_has_come(
    flow: Flow, commit: Commit, settings: Any
) -> None:
    published(flow, commit)
    sizes = [Path(default_storage.path(name)) for name in names(flow)]
    gone = addresses(flow)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with commit():
        picture(flow).delete()
        document(flow).delete()
    assert {Client().get(address).status_code for address in gone} == {404}
    assert [path for path in sizes if path.exists()] == []


def test_a_new_size_of_what_readers_have_is_shown(flow: Flow, commit: Commit) -> None:
    published(flow, commit)
    with commit():
        size = picture(flow).get_rendition("width-20")
    assert Path(default_storage.path(size.file.name)).exists()
    assert_public(flow)


def test_what_a_killed_process_left_is_mended_by_the_minute(flow: Flow, commit: Commit) -> None:
    published(flow, commit)
    flow.page.unpublish()  # Nothing is done at its commit.
    assert shown(flow) == len(names(flow))
    (Path(default_storage.path("images")) / "of-nobody.png").write_bytes(b"x")
    assert tick()["settle_all"] == len(names(flow)) + 1
    assert_gone(flow)
    assert settle_all() == 0


def test_what_is_not_shown_yet_readers_get_all_the_same(flow: Flow) -> None:
    page = flow.page
    page.body = stored_body(flow)
    page.save_revision().publish()
    assert shown(flow) == 0
    assert answers(flow) == {200}


def test_where_a_disk_knows_no_second_names_it_is_copied(flow: Flow, commit: Commit) -> None:
    name = names(flow)[0]
    with mock.patch.object(os, "link", side_effect=OSError(errno.EXDEV, "Two disks")):
        assert show(name)
    public, private = default_storage.path(name), storages["private"].path(name)
    assert Path(public).read_bytes() == Path(private).read_bytes()
    assert not Path(public).samefile(private)
    assert [path for path in Path(public).parent.iterdir() if path.name.startswith(".")] == []
    assert not show(name)


def test_a_site_from_before_has_its_texts_read(flow: Flow, commit: Commit) -> None:
    published(flow, commit)
    before = set(MediaUse.objects.values_list("image", "document", "page", "record_number"))
    MediaUse.objects.all().delete()
    Path(default_storage.path(names(flow)[0])).unlink()
    with commit():
        note_what_is_there(apps)
    assert before == set(MediaUse.objects.values_list("image", "document", "page", "record_number"))
    assert_public(flow)


def test_a_site_from_before_has_its_sizes_brought_into_private_storage(
    flow: Flow, commit: Commit
) -> None:
    migration = importlib.import_module("cms.media.migrations.0002_private_until_published")
    for name in names(flow):
        show(name)
        storages["private"].delete(name)
    shared = default_storage.save("share/1/picture.png", ContentFile(b"x"))
    migration.bring_sizes_into_private_storage(apps, None)
    assert all(storages["private"].exists(name) for name in names(flow))
    assert not default_storage.exists(shared)
    settle_all()
    assert_gone(flow)


def test_uses_are_written_as_texts_are(flow: Flow, commit: Commit) -> None:
    """Read anew, every text of the movement stands on what was written down."""
    published(flow, commit)
    with commit():
        flow.autosave("boston-editor", summary="Other words.")
        flow.translation.save_revision().publish()
    assert note_everything() == 0
    assert Rendition.objects.filter(image__uses__page=flow.page.pk).exists()
