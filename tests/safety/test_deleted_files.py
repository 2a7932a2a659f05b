"""What is deleted or replaced is gone: from disk, and from the address that readers had.

With the real backend of tasks: a request leaves them in the database when it is committed, and a
worker takes them from there.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import modelsearch.tasks
import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.tasks import TaskResultStatus
from django.test import Client
from django.urls import reverse
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from wagtail.models import Collection, ReferenceIndex
from wagtail.search.models import IndexEntry

from cms.media.models import Document, Image
from cms.media.pictures import make_renditions
from cms.search.tasks import index_for_search, index_references

from .dirty_files import PDF
from .doors import clean_jpeg, picture_fields, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage", "real_tasks")]

type Committing = Callable[..., AbstractContextManager[list[Any]]]
type Act = Callable[[Client, Any], Any]


@pytest.fixture
def real_tasks(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def work() -> None:
    """Do what is waiting, as ``db_worker`` does it; nothing may fail.

    A worker of its own closes connections that have grown old. Here it has the test's, which a
    server's would lose its transaction with.
    """
    with mock.patch("django_tasks_db.management.commands.db_worker.close_old_connections"):
        run_the_worker()
    failed = DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL)
    assert [(task.task_path, task.exception_class_path) for task in failed] == []


def run_the_worker() -> None:
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="the-tests-worker",
        excluded_queue_names=[],
    ).run()


@dataclass(frozen=True)
class Left:
    """Where a picture's or a document's files lie, and where readers get them."""

    paths: list[Path]
    addresses: list[str]

    def assert_there(self, client: Client) -> None:
        assert [path for path in self.paths if not path.exists()] == []
        assert {client.get(address).status_code for address in self.addresses} == {200}

    def assert_gone(self, client: Client) -> None:
        assert [path for path in self.paths if path.exists()] == []
        assert {client.get(address).status_code for address in self.addresses} == {404}


def left_of(thing: Image | Document) -> Left:
    if isinstance(thing, Document):
        return Left([Path(thing.file.path)], [thing.url])
    renditions = list(thing.renditions.all())
    assert len(renditions) >= 3
    return Left(
        [Path(thing.file.path), *(Path(each.file.path) for each in renditions)],
        [each.url for each in renditions],
    )


@pytest.fixture
def image(real_tasks: None) -> Image:
    image = Image.objects.create(title="A march", file=clean_jpeg())
    make_renditions(image)
    work()
    return image


@pytest.fixture
def document(real_tasks: None) -> Document:
    document = Document.objects.create(title="A flyer", file=ContentFile(PDF, name="x.pdf"))
    work()
    return document


def test_what_is_gone_before_its_indexes_are_made_fails_no_task() -> None:
    Image.objects.create(title="A march", file=clean_jpeg()).delete()
    Document.objects.create(title="A flyer", file=ContentFile(PDF, name="x.pdf")).delete()
    assert DBTaskResult.objects.ready().count() >= 4
    work()


def test_what_else_is_missing_fails_the_task() -> None:
    image = Image.objects.create(title="A march", file=clean_jpeg())
    lost = mock.patch.object(
        ReferenceIndex, "create_or_update_for_object", side_effect=Image.DoesNotExist
    )
    with lost, pytest.raises(Image.DoesNotExist):
        index_references.call("media", "image", str(image.pk))


def test_whose_entry_a_form_makes_meanwhile_has_it_mended() -> None:
    """The form's request and the worker both saw that there was none; the form was first."""
    image = Image.objects.create(title="A march", file=clean_jpeg())
    work()
    IndexEntry.objects.all().delete()
    really = modelsearch.tasks.insert_or_update_object_task.call
    calls: list[str] = []

    def late(*key: str) -> None:
        calls.append(key[-1])
        really(*key)
        if len(calls) == 1:
            raise IntegrityError

    with mock.patch("cms.search.tasks.insert_or_update_object_task", mock.Mock(call=late)):
        index_for_search.call("media", "image", str(image.pk))
    assert calls == [str(image.pk)] * 2
    assert IndexEntry.objects.get().object_id == str(image.pk)


def posting(name: str, **data: str) -> Act:
    return lambda staff, thing: staff.post(reverse(name, args=[thing.pk]), data)


def in_bulk(kind: str) -> Act:
    def act(staff: Client, thing: Any) -> Any:
        url = reverse("wagtail_bulk_action", args=["media", kind, "delete"])
        return staff.post(f"{url}?id={thing.pk}")

    return act


def from_the_uploader(name: str) -> Act:
    """Delete from the list that follows an upload of several files."""

    def act(staff: Client, thing: Any) -> Any:
        headers = {"x-requested-with": "XMLHttpRequest"}
        return staff.post(reverse(name, args=[thing.pk]), headers=headers)

    return act


def from_code(_staff: Client, thing: Any) -> None:
    thing.delete()


def by_a_query(_staff: Client, thing: Any) -> None:
    type(thing).objects.filter(pk=thing.pk).delete()


def by_cascade(_staff: Client, thing: Any) -> None:
    root = Collection.get_first_root_node()
    assert root is not None
    thing.collection = root.add_child(name="Marches")
    thing.save()
    work()
    Collection.objects.get(name="Marches").delete()


CODE: dict[str, Act] = {
    "from code": from_code,
    "by a query": by_a_query,
    "by cascade": by_cascade,
}
DELETING_A_PICTURE: dict[str, Act] = CODE | {
    "in the admin": posting("wagtailimages:delete"),
    "in bulk": in_bulk("image"),
    "from the uploader": from_the_uploader("wagtailimages:delete_multiple"),
}
DELETING_A_DOCUMENT: dict[str, Act] = CODE | {
    "in the admin": posting("wagtaildocs:delete"),
    "in bulk": in_bulk("document"),
    "from the uploader": from_the_uploader("wagtaildocs:delete_multiple"),
}


def carry_out(committing: Committing, act: Act, staff: Client, thing: Any) -> None:
    with committing(execute=True):
        response = act(staff, thing)
    assert response is None or response.status_code in (200, 302)
    assert DBTaskResult.objects.ready().exists()
    work()


@pytest.mark.parametrize("act", DELETING_A_PICTURE.values(), ids=DELETING_A_PICTURE.keys())
def test_a_deleted_picture_is_gone(
    staff: Client, image: Image, act: Act, django_capture_on_commit_callbacks: Committing
) -> None:
    left = left_of(image)
    left.assert_there(staff)
    carry_out(django_capture_on_commit_callbacks, act, staff, image)
    assert not Image.objects.exists()
    left.assert_gone(staff)


@pytest.mark.parametrize("act", DELETING_A_DOCUMENT.values(), ids=DELETING_A_DOCUMENT.keys())
def test_a_deleted_document_is_gone(
    staff: Client, document: Document, act: Act, django_capture_on_commit_callbacks: Committing
) -> None:
    left = left_of(document)
    left.assert_there(staff)
    carry_out(django_capture_on_commit_callbacks, act, staff, document)
    assert not Document.objects.exists()
    left.assert_gone(staff)


def other_picture() -> bytes:
    content: bytes = clean_jpeg().read()
    return content


def other_document() -> bytes:
    return PDF.replace(b"72", b"99")


def replacing(name: str, content: Callable[[], bytes], file_name: str) -> Act:
    def act(staff: Client, thing: Any) -> Any:
        data = {**picture_fields(), "file": upload(content(), file_name)}
        return staff.post(reverse(name, args=[thing.pk]), data)

    return act


def assigning(content: Callable[[], bytes], name: str) -> Act:
    def act(_staff: Client, thing: Any) -> None:
        thing.file = ContentFile(content(), name=name)
        thing.save()

    return act


def saving_the_file(content: Callable[[], bytes], name: str) -> Act:
    def act(_staff: Client, thing: Any) -> None:
        thing.file.save(name, ContentFile(content()))

    return act


REPLACING_A_PICTURE: dict[str, Act] = {
    "in the admin": replacing("wagtailimages:edit", other_picture, "other.jpg"),
    "by assignment": assigning(other_picture, "other.jpg"),
    "by file.save": saving_the_file(other_picture, "other.jpg"),
}
REPLACING_A_DOCUMENT: dict[str, Act] = {
    "in the admin": replacing("wagtaildocs:edit", other_document, "other.pdf"),
    "by assignment": assigning(other_document, "other.pdf"),
    "by file.save": saving_the_file(other_document, "other.pdf"),
}


@pytest.mark.parametrize("act", REPLACING_A_PICTURE.values(), ids=REPLACING_A_PICTURE.keys())
def test_a_replaced_picture_is_gone_and_the_new_one_there(
    staff: Client, image: Image, act: Act, django_capture_on_commit_callbacks: Committing
) -> None:
    left = left_of(image)
    carry_out(django_capture_on_commit_callbacks, act, staff, image)
    left.assert_gone(staff)
    new = Image.objects.get()
    assert not new.renditions.exists()
    make_renditions(new)
    left_of(new).assert_there(staff)


@pytest.mark.parametrize("act", REPLACING_A_DOCUMENT.values(), ids=REPLACING_A_DOCUMENT.keys())
def test_a_replaced_document_is_gone_and_the_new_one_there(
    staff: Client, document: Document, act: Act, django_capture_on_commit_callbacks: Committing
) -> None:
    left = left_of(document)
    carry_out(django_capture_on_commit_callbacks, act, staff, document)
    left.assert_gone(staff)
    left_of(Document.objects.get()).assert_there(staff)


class FailedLaterError(Exception):
    """Something that goes wrong after the file was saved, before the request is done."""


def act_and_fail(act: Act, staff: Client, thing: Any) -> None:
    with transaction.atomic():
        act(staff, thing)
        raise FailedLaterError


@pytest.mark.parametrize(
    ("kind", "act"),
    [("image", act) for act in REPLACING_A_PICTURE.values()]
    + [("document", act) for act in REPLACING_A_DOCUMENT.values()],
)
def test_what_is_not_committed_takes_nothing_away(
    staff: Client,
    request: pytest.FixtureRequest,
    kind: str,
    act: Act,
    django_capture_on_commit_callbacks: Committing,
) -> None:
    thing = request.getfixturevalue(kind)
    left = left_of(thing)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(FailedLaterError):
        act_and_fail(act, staff, thing)
    work()
    left.assert_there(staff)


@pytest.mark.parametrize("only", [None, ["title"]])
def test_saving_something_else_keeps_the_files(
    staff: Client,
    image: Image,
    only: list[str] | None,
    django_capture_on_commit_callbacks: Committing,
) -> None:
    left = left_of(image)
    with django_capture_on_commit_callbacks(execute=True):
        image.title = "Another"
        image.save(update_fields=only)
    work()
    left.assert_there(staff)


def test_a_file_that_is_gone_already_hinders_nobody(
    staff: Client, image: Image, django_capture_on_commit_callbacks: Committing
) -> None:
    left = left_of(image)
    for path in left.paths:
        path.unlink()
    act = DELETING_A_PICTURE["in the admin"]
    carry_out(django_capture_on_commit_callbacks, act, staff, image)
    left.assert_gone(staff)
