"""Whatever people at the desk do, readers get the same bytes until somebody approves.

A program does what a translator, a reviewer or a coordinator could do or try: segments, files,
reviews, and addresses that are not theirs; with good words and hostile ones. Staff and leads edit
sources and records beside them, and take down and bring back. A reader looks at every public
address before and after each approval or taking down, and every so many steps between.
"""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, TaskState, WorkflowState
from wagtail_localize.models import OverridableSegment, StringSegment, Translation

from cms.review.downs import address_of
from cms.review.models import Decision, TakeDown
from cms.review.standing import read_digest
from tests import drills
from tests.review.flow import editor_form, record_form

from .world import SCRIPT, World, put

pytestmark = pytest.mark.django_db

# Of each of four programs; `make drill` takes thousands.
STEPS = 250 * drills.TIMES
LOOK_EVERY = 50
PEOPLE = (
    "es-translator",
    "es-reviewer",
    "es-reviewer-2",
    "ar-translator",
    "ar-reviewer",
    "coordinator",
)
# They write what is translated, and may take some of it down.
WRITERS = ("staff", "boston-lead", "boston-editor", "approver")
# The home page stays: with it everything would go.
TAKEN_DOWN = ("about", "about", "principles", "boston", "chicago", "partner")
TEXTS = (
    "Otra cosa",
    "شيء آخر",
    "<b>fuerte</b>",
    "",
    "<script>alert(1)</script>",
    '<a href="javascript:alert(1)">x</a>',
    '<a id="a1" href="https://elsewhere.example.org/">x</a>',
    "\x00",
    "\u202eright to left",
    "long " * 80,
    "{{ page.title }}{% now %}",
)
FILES = (
    b"",
    b"\xff\xfe\x00",
    b'msgid "Hello"\nmsgstr "Hola"\n',
    b'msgid ""\nmsgstr ""\n"X-WagtailLocalize-TranslationID: 1\\n"\n\nmsgid "a"\nmsgstr "b"\n',
)
# Wagtail's own addresses of a page, and wagtail-localize's of a translation.
PAGE_ADDRESSES = (
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:unpublish",
    "wagtailadmin_pages:delete",
    "wagtailadmin_pages:copy",
    "wagtailadmin_pages:convert_alias",
    "wagtailadmin_pages:move",
    "wagtailadmin_pages:lock",
    "wagtailadmin_pages:set_privacy",
)
TRANSLATION_ADDRESSES = (
    "translation:editor",
    "translation:upload",
    "translation:stop",
    "translation:download",
    "translation:preview",
)


class Reader:
    """Somebody who reads every public address, and notices any byte that has changed."""

    def __init__(self, world: World) -> None:
        self.client = world.client("anonymous")
        self.addresses = [
            page.get_url() for page in Page.objects.filter(depth__gt=1).select_related("locale")
        ]
        self.addresses += [
            f"/{code}/{rest}"
            for code in ("en", "es", "ar")
            for rest in ("search/?q=Otra", "nowhere/")
        ]
        self.addresses += ["/sitemap.xml", "/robots.txt"]
        self.seen = self.look()

    def look(self) -> dict[str, tuple[int, bytes]]:
        cache.clear()
        found = {}
        for address in self.addresses:
            response = self.client.get(address)
            found[address] = (response.status_code, response.content)
        return found

    def still_there(self) -> list[str]:
        """Addresses of pages that are down, and that answer all the same."""
        down = Page.objects.filter(live=False, depth__gt=1).select_related("locale")
        addresses = [page.get_url() for page in down]
        return [each for each in addresses if self.seen.get(each, (404,))[0] == 200]

    def changed(self) -> list[str]:
        """Look again; return the addresses that are not as they were at the last look."""
        before, self.seen = self.seen, self.look()
        return [address for address, answer in self.seen.items() if answer != before[address]]


class Desk:
    """What people at the desk may do, or try: each method is one random request."""

    def __init__(self, world: World, random: Random) -> None:
        self.world = world
        self.random = random
        everybody = (*PEOPLE, *WRITERS, "approver-2")
        self.clients = {who: world.client(who) for who in everybody}
        self.answers: dict[int, int] = {}

    def steps(self) -> list[Callable[[Client], Any]]:
        """Every kind of request; writing and sending come oftener, so that reviews come about."""
        often = [self.write_passage] * 6 + [self.submit] * 3 + [self.save_editor] * 2
        return [
            *often,
            self.write_foreign_passage,
            self.override,
            self.upload,
            self.upload_bundle,
            self.ask_for_changes,
            self.withdraw,
            self.start,
            self.update,
            self.open_translation,
            self.post_to_page,
            self.edit_page,
            self.edit_record,
        ]

    def do_one(self) -> str:
        step = self.random.choice(self.steps())
        is_at_the_desk = step not in (self.edit_page, self.edit_record)
        who = self.random.choice(PEOPLE if is_at_the_desk else WRITERS)
        response = step(self.clients[who])
        assert response.status_code < 500, f"{who} {step.__name__}: {response.status_code}"
        self.answers[response.status_code] = self.answers.get(response.status_code, 0) + 1
        return f"{who} {step.__name__}: {response.status_code}"

    def approve_one(self) -> str:
        """Approve a step that waits, of a page or a record, by one of all who might."""
        client = self.clients[self.random.choice([*self.clients])]
        state = self._waiting_step()
        if state is None:
            return "nothing waits"
        read = {"revision": state.revision_id, "digest": read_digest(state.revision)}
        address = reverse("review:review", args=[state.pk])
        return f"{state}: {client.post(address, {'decision': 'approve', **read}).status_code}"

    def take_down_one(self) -> str:
        """Take down a page in every language, or a record, by one of all who might."""
        who = self.random.choice([*self.clients])
        name = self.random.choice(TAKEN_DOWN)
        thing = self.world.pages[name]
        data = {"action": "take-down", "reason": "It names somebody."}
        response = self.clients[who].post(address_of(thing), data)
        assert response.status_code < 500, f"{who} take down {name}: {response.status_code}"
        return f"{who} take down {name}: {response.status_code}"

    def edit_page(self, client: Client) -> Any:
        """Write the source anew, or bring it back: its draft is sent into review."""
        page = self.world.page("about", self.random.choice(("en", "en", "es")))
        form = editor_form(page, summary=self._text())
        form |= self.random.choice(({}, {"action-submit": "on"}))
        return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)

    def edit_record(self, client: Client) -> Any:
        """Change the partner, or bring it back."""
        partner = self.world.pages["partner"]
        address = reverse(type(partner).snippet_viewset.get_url_name("edit"), args=[partner.pk])
        form = record_form(partner, description=self._text())
        form |= self.random.choice(({}, {"action-submit": "on"}))
        return client.post(address, form)

    def write_passage(self, client: Client) -> Any:
        translation = self._translation()
        segment = self._one(StringSegment.objects.filter(source=translation.source_id))
        return put(
            client, reverse("translation:segment", args=[translation.pk, segment.pk]), self._text()
        )

    def write_foreign_passage(self, client: Client) -> Any:
        segment = self._one(StringSegment.objects.all())
        address = reverse("translation:segment", args=[self._translation().pk, segment.pk])
        method = self.random.choice((client.put, client.post, client.delete))
        return method(address, "value=Hola", content_type="text/plain", headers=SCRIPT)

    def override(self, client: Client) -> Any:
        translation = self._translation()
        segments = OverridableSegment.objects.filter(source=translation.source_id)
        if not segments:
            return self.open_translation(client)
        address = reverse("translation:override", args=[translation.pk, self._one(segments).pk])
        return put(client, address, self.random.choice(('"https://else.example.org/"', "7", "{")))

    def save_editor(self, client: Client) -> Any:
        translation = self._translation()
        segment = self._one(StringSegment.objects.filter(source=translation.source_id))
        return client.post(
            reverse("translation:editor", args=[translation.pk]),
            {f"segment-{segment.pk}": self._text()},
        )

    def submit(self, client: Client) -> Any:
        return client.post(
            reverse("translation:editor", args=[self._translation().pk]), {"action": "submit"}
        )

    def upload(self, client: Client) -> Any:
        content = self.random.choice(FILES)
        translation = self._translation()
        if self.random.random() < 0.5:
            response = client.get(reverse("translation:download", args=[translation.pk]))
            content = response.content.replace(b'msgstr ""', b'msgstr "Otra cosa"')
        return client.post(
            reverse("translation:upload", args=[translation.pk]),
            {"file": SimpleUploadedFile("translation.po", content)},
        )

    def upload_bundle(self, client: Client) -> Any:
        address = reverse("translation:files", args=[self.random.choice(("es", "ar"))])
        file = SimpleUploadedFile("all.zip", self.random.choice(FILES))
        return client.post(address, {"file": file})

    def ask_for_changes(self, client: Client) -> Any:
        return self._decide(client, "request-changes")

    def withdraw(self, client: Client) -> Any:
        return self._decide(client, "withdraw")

    def start(self, client: Client) -> Any:
        page = self._one(Page.objects.filter(depth__gt=1))
        locales = [str(self._translation().target_locale_id)]
        address = reverse("translation:start", args=[page.pk])
        return client.post(address, {"locales": locales, "include_subtree": "on"})

    def update(self, client: Client) -> Any:
        address = reverse("translation:update", args=[self._translation().source_id])
        return client.post(address, {"publish_translations": "on", "use_machine_translation": "on"})

    def open_translation(self, client: Client) -> Any:
        name = self.random.choice(TRANSLATION_ADDRESSES)
        address = reverse(name, args=[self._translation().pk])
        return client.get(address) if self.random.random() < 0.7 else client.post(address)

    def post_to_page(self, client: Client) -> Any:
        page = self._one(Page.objects.filter(depth__gt=1))
        address = reverse(self.random.choice(PAGE_ADDRESSES), args=[page.pk])
        data = {"action-publish": "on", "title": "Taken over", "slug": "taken-over"}
        data |= {"new_title": "Taken over", "new_slug": "over", "new_parent_page": str(page.pk)}
        return client.post(address, data)

    def _decide(self, client: Client, decision: str) -> Any:
        state = self._waiting_step()
        if state is None:
            return self.submit(client)
        address = reverse("review:review", args=[state.pk])
        return client.post(address, {"decision": decision, "reason": "Please look again."})

    def _waiting_step(self) -> Any:
        """The step of a page or a record that waits, or the last one of what came back."""
        waiting = TaskState.objects.filter(
            workflow_state__in=WorkflowState.objects.active(),
            pk=F("workflow_state__current_task_state"),
        )
        return self._one(waiting) if waiting else None

    def _translation(self) -> Translation:
        return self._one(Translation.objects.select_related("source"))

    def _one(self, rows: Any) -> Any:
        return self.random.choice(list(rows.order_by("pk")))

    def _text(self) -> str:
        return self.random.choice(TEXTS)


def approvals() -> int:
    return Decision.objects.filter(kind=Decision.Kind.APPROVED).count()


def downs() -> int:
    return TakeDown.objects.filter(state=TakeDown.State.DONE).count()


def lines_of_what_happens(desk: Desk, reader: Reader) -> Iterator[str]:
    """Take every step, and yield what changed for readers without anybody's approval."""
    before: list[str] = []
    for number in range(1, STEPS + 1):
        before.append(desk.do_one())
        if number % LOOK_EVERY:
            continue
        yield from (f"{address} after {before}" for address in reader.changed())
        before.clear()
        for act, counted in ((desk.approve_one, approvals), (desk.take_down_one, downs)):
            count = counted()
            said = act()
            changed = reader.changed()
            if counted() == count:
                yield from (f"{address} although it was refused: {said}" for address in changed)
            yield from (f"{address} is down, and answers" for address in reader.still_there())


@pytest.mark.parametrize("seed", range(4))
def test_no_byte_changes_but_by_an_approval(world: World, seed: int) -> None:
    desk, reader = Desk(world, Random(seed)), Reader(world)  # noqa: S311
    assert list(lines_of_what_happens(desk, reader)) == []
    # What was tried was not all refused, and not all allowed.
    assert desk.answers[200] > STEPS / 10
    assert desk.answers[302] > STEPS / 10
    assert sum(desk.answers.get(status, 0) for status in (403, 404, 422, 423)) > STEPS / 50
