"""Walks, under the settings of its environment, to every line that enqueues a task.

What came of it goes to the file that is named to it, as JSON.

A process of its own, on a database that is migrated and empty. Tasks are carried out by the worker
that a server runs, in a process of its own too. Editors do what they do through the admin's views.
"""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import django

django.setup()

# All of these need the settings.
from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.files.storage import storages  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402
from wagtail.models import Locale, Page  # noqa: E402
from wagtail_localize.models import StringTranslation, Translation  # noqa: E402

from cms.access.models import Team  # noqa: E402
from cms.access.reconcile import reconcile  # noqa: E402
from cms.contacts.models import Contact  # noqa: E402
from cms.mail.models import OutgoingMail  # noqa: E402
from cms.media.models import Document, Image, Rendition  # noqa: E402
from cms.review.deciding import overdue_after  # noqa: E402
from cms.review.models import Decision  # noqa: E402
from cms.review.standing import read_digest  # noqa: E402
from cms.search.models import SearchEntry  # noqa: E402
from home.models import SiteIdentity, StandardPage  # noqa: E402
from tests.operations.task_calls import Watch, call_sites  # noqa: E402
from tests.review.flow import editor_form, fresh  # noqa: E402
from tests.safety.dirty_files import PDF  # noqa: E402
from tests.safety.doors import clean_jpeg, picture_fields, upload  # noqa: E402
from tests.trees import SmallSite, add_section, publish, small_site  # noqa: E402
from tests.zine import pdfs  # noqa: E402
from tests.zine.facsimiles import publish_with, send  # noqa: E402
from zine.models import Edition, Facsimile  # noqa: E402

ROOT = Path(__file__).parents[2]
WORKER = [sys.executable, "manage.py", "db_worker", "--batch", "--interval=0"]
# What the proxy says that takes TLS off.
BEYOND_TLS = {"x-forwarded-proto": "https"}
WRITER = "writer@example.org"


class Walk:
    """The site, the people at work on it, and what they have seen."""

    def __init__(self) -> None:
        self.site: SmallSite = small_site()
        reconcile()
        self.chief = signed_in(User.objects.create_superuser("chief"))
        self.writer = signed_in(on_team("writer", "staff"))
        self.approver = signed_in(on_team("approver", "approvers"))

    def work(self) -> None:
        """Let the worker do what waits."""
        subprocess.run(WORKER, cwd=ROOT, check=True)

    def upload(self) -> tuple[Image, Document]:
        """A picture and a document come in."""
        for kind, content, name in (
            ("images", clean_jpeg().read(), "x.jpg"),
            ("docs", PDF, "x.pdf"),
        ):
            data = picture_fields() | {"file": upload(content, name)}
            posted(self.chief, f"wagtail{kind}:add", data)
        return Image.objects.get(), Document.objects.get()

    def publish_news(self, image: Image) -> None:
        """A page with the picture is published."""
        body = json.dumps([with_picture(image)])
        page = StandardPage(title="News", slug="news", summary="What is new.", body=body)
        add_section(self.site, "en", page)

    def replace(self, image: Image, document: Document) -> None:
        """Other files take the place of those, which no text stands on yet."""
        for thing, kind, content, name in (
            (image, "images", clean_jpeg().read(), "y.jpg"),
            (document, "docs", PDF.replace(b"72", b"99"), "y.pdf"),
        ):
            data = picture_fields() | {"file": upload(content, name)}
            posted(self.chief, f"wagtail{kind}:edit", data, thing.pk)

    def rename(self, image: Image) -> None:
        """The picture is called otherwise in the library, while it stands on the page."""
        posted(self.chief, "wagtailimages:edit", picture_fields() | {"title": "Marching"}, image.pk)

    def upload_zine(self) -> None:
        """A zine comes as a PDF."""
        send(self.chief, pdfs.numbered(4))

    def forget_password(self) -> None:
        """Somebody asks for a new password."""
        posted(Client(headers=BEYOND_TLS), "wagtailadmin_password_reset", {"email": WRITER})

    def rename_movement(self) -> None:
        """The name that editions bear is published once more."""
        publish_record(SiteIdentity.objects.get(locale__language_code="en"))

    def correct(self, image: Image) -> None:
        """An issue with the picture refers to a contact, which then changes."""
        contact = Contact(name="Helpline", target="617-555-0101")
        publish_record(contact)
        line = {"contact": contact.pk, "kind": "phone", "text": "Help", "target": "", "note": ""}
        box = {"title": "", "contacts": [{"type": "item", "value": line, "id": "c1"}]}
        issue = self.site["en", "102"]
        contacts = {"type": "contacts", "value": box, "id": "b1"}
        issue.body = json.dumps([contacts, with_picture(image)])
        publish(issue)
        self.work()
        contact.target = "617-555-0177"
        publish_record(contact)

    def publish_zine(self) -> None:
        """Its issue is published with it."""
        publish_with(self.site["en", "101"], Facsimile.objects.get())

    def translate(self) -> None:
        """The page is made ready for translation."""
        locale = Locale.objects.get(language_code="ar")
        posted(self.chief, "translation:start", {"locales": [locale.pk]}, self.news().pk)

    def translate_on(self) -> None:
        """The translation is published, then its original; segments come by hand and machine."""
        publish(fresh(Page.objects.get(slug="news", locale__language_code="ar")))
        page = self.news()
        page.title = "Newest"
        publish(page)
        translation = Translation.objects.get()
        posted(self.chief, "translation:update", {}, translation.source_id)
        posted(self.chief, "translation:machine", {}, translation.pk)

    def review(self) -> None:
        """A change waits too long, and is then approved for a date, which comes."""
        ahead = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
        form = editor_form(self.news(), summary="Embargoed.", go_live_at=ahead)
        posted(
            self.writer, "wagtailadmin_pages:edit", form | {"action-submit": "1"}, self.news().pk
        )
        self.work()
        state = self.news().current_workflow_task_state
        state.started_at -= overdue_after() + timedelta(days=1)
        state.save()
        call_command("scheduler", once=True)
        revision = state.revision
        read = {"revision": revision.pk, "digest": read_digest(revision)}
        posted(self.approver, "review:review", read | {"decision": "approve"}, state.pk)
        then = timezone.now() + timedelta(days=3)
        with mock.patch.object(timezone, "now", return_value=then):
            call_command("scheduler", once=True)

    def delete(self, image: Image, document: Document) -> None:
        """The picture is taken down, and the document deleted, days later: sessions have ended."""
        self.chief = signed_in(User.objects.get(username="chief"))
        posted(self.chief, "review:take_down_image", {"reason": "In danger."}, image.pk)
        posted(self.chief, "wagtaildocs:delete", {}, document.pk)

    def news(self) -> Any:
        return fresh(Page.objects.get(slug="news", locale__language_code="en"))


def with_picture(image: Image) -> dict[str, Any]:
    """A block that shows the picture."""
    picture = {"image": image.pk, "alt_text": "A march", "decorative": False}
    value = {"picture": picture, "caption": "", "credit": ""}
    return {"type": "image", "value": value, "id": "p1"}


def publish_record(record: Any) -> None:
    record.save()
    record.save_revision().publish()


def on_team(name: str, role: str) -> User:
    user = User.objects.create_user(name, f"{name}@example.org")
    user.groups.add(Team.objects.get(role_key=role).group)
    return user


def signed_in(user: User) -> Client:
    """A browser beyond the proxy that takes TLS off."""
    client = Client(headers=BEYOND_TLS)
    client.force_login(user)
    return client


def posted(client: Client, name: str, data: dict[str, Any], *args: int) -> None:
    """Post a form that is taken: whoever sends it is led on."""
    response = client.post(reverse(name, args=args), data)
    assert response.status_code == 302, (name, response.status_code, response.content[:3000])


def files() -> set[str]:
    """Every file that is stored."""
    folders = [Path(str(storages[name].location)) for name in ("default", "private")]  # type: ignore[attr-defined]
    return {str(path) for folder in folders for path in folder.rglob("*") if path.is_file()}


def walk() -> dict[str, Any]:
    """Go everywhere; the worker is called where what follows needs what it has done."""
    watch = Watch()
    watch.start()
    walk = Walk()
    image, document = walk.upload()
    walk.work()
    before = files()
    paths = [Path(thing.file.path) for thing in (image, document)]
    walk.replace(image, document)
    walk.publish_news(image)
    walk.upload_zine()
    walk.translate()
    walk.work()
    walk.rename(image)
    walk.publish_zine()
    walk.correct(image)
    walk.rename_movement()
    walk.forget_password()
    walk.translate_on()
    walk.review()
    walk.work()
    made = {
        "renditions": Rendition.objects.count(),
        "editions": Edition.objects.filter(state=Edition.State.READY).count(),
        "pages drawn": Facsimile.objects.get().pages.count(),
    }
    image, document = Image.objects.get(), Document.objects.get()
    last = [Path(thing.file.path) for thing in (image, document)]
    walk.delete(image, document)
    walk.work()
    return made | {
        "settings": settings.SETTINGS_MODULE,
        "sites": sorted(str(site) for site in call_sites()),
        "results": watch.results,
        "tasks": {str(each.id): each.status for each in DBTaskResult.objects.all()},
        "faults": {str(each.id): each.traceback[-2000:] for each in DBTaskResult.objects.failed()},
        "files left": [str(path) for path in paths + last if path.exists()],
        "replaced": len(before - files()),
        "mails": OutgoingMail.objects.exclude(sent_at=None).count(),
        "mails waiting": OutgoingMail.objects.waiting().count(),
        "decided": sorted(set(Decision.objects.values_list("kind", flat=True))),
        "summary": walk.news().summary,
        "found by": SearchEntry.objects.count(),
        "machine": StringTranslation.objects.filter(translation_type="machine").count(),
    }


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(walk()))
