"""A site with a desk: pages in English, translated into Spanish and being translated into Arabic.

    home             live in en, es and ar
    ├── about        headings and paragraphs, one with a link
    ├── principles   two principles
    └── chapters
        ├── boston
        └── chicago

What is below the home page is live in en and es, and a draft without any words of its own in ar.

A partner is a record. Accounts: for es and ar a translator and two
reviewers each; leads and editors of both chapters; staff, two approvers, a coordinator.
"""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from chapters.models import Chapter, ChapterIndexPage, ChapterPage
from cms.access.models import Team
from cms.access.reconcile import reconcile
from cms.review.standing import read_digest
from cms.translation.drafts import save_draft
from cms.translation.segments.writing import place_of_segment
from cms.translation.tasks import start_translations
from home.models import AboutPage, HomePage, Partner, Principle, PrinciplesPage
from tests.trees import publish

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
FORM = "application/x-www-form-urlencoded"

# Account: role, chapter or language.
ACCOUNTS: dict[str, tuple[str, str]] = {
    "staff": ("staff", ""),
    "approver": ("approvers", ""),
    "approver-2": ("approvers", ""),
    "coordinator": ("coordinators", ""),
    "boston-editor": ("editors", "boston"),
    "boston-lead": ("leads", "boston"),
    "chicago-lead": ("leads", "chicago"),
    "es-translator": ("translators", "es"),
    "es-reviewer": ("reviewers", "es"),
    "es-reviewer-2": ("reviewers", "es"),
    "ar-translator": ("translators", "ar"),
    "ar-reviewer": ("reviewers", "ar"),
}


@dataclass
class World:
    """The site's pages by name, its accounts, and what people do with them through the views."""

    site: Site
    pages: dict[str, Any] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        client = Client()
        if who != "anonymous":
            client.force_login(self.users[who])
        return client

    def page(self, name: str, code: str) -> Any:
        """The page in a language, as it is in the database now."""
        key = self.pages[name].translation_key
        return Page.objects.get(translation_key=key, locale__language_code=code).specific

    def translation(self, name: str, code: str) -> Translation:
        key = self.pages[name].translation_key
        return Translation.objects.get(source__object_id=key, target_locale__language_code=code)

    def segments(self, name: str) -> list[StringSegment]:
        key = self.pages[name].translation_key
        segments = StringSegment.objects.filter(source__object_id=key)
        return list(segments.select_related("context", "string").order_by("order"))

    def segment(self, name: str, path: str) -> StringSegment:
        return next(each for each in self.segments(name) if each.context.path.startswith(path))

    def address(self, name: str, code: str, segment: StringSegment) -> str:
        return reverse("translation:segment", args=[self.translation(name, code).pk, segment.pk])

    def editor(self, name: str, code: str) -> str:
        return reverse("translation:editor", args=[self.translation(name, code).pk])

    def write(self, who: str, name: str, code: str, path: str, text: str) -> Any:
        """Type a segment, as the editor's script sends it."""
        address = self.address(name, code, self.segment(name, path))
        return put(self.client(who), address, text)

    def write_all(self, who: str, name: str, code: str, mark: str) -> None:
        """Write every segment anew: the source's words with a mark in front."""
        for segment in self.segments(name):
            address = self.address(name, code, segment)
            place = place_of_segment(self.translation(name, code), segment)
            text = segment.string.data if place.is_rich else segment.string.data[:60]
            assert put(self.client(who), address, f"{mark} {text}").status_code == 200

    def submit(self, who: str, name: str, code: str) -> Any:
        return self.client(who).post(self.editor(name, code), {"action": "submit"})

    def approve(self, who: str, name: str, code: str) -> Any:
        """Approve the step that the page waits for, on the review page."""
        state = self.page(name, code).current_workflow_task_state
        return self.client(who).post(
            reverse("review:review", args=[state.pk]),
            {
                "decision": "approve",
                "revision": state.revision_id,
                "digest": read_digest(state.revision),
            },
        )

    def ask_for_changes(self, who: str, name: str, code: str, reason: str) -> Any:
        state = self.page(name, code).current_workflow_task_state
        return self.client(who).post(
            reverse("review:review", args=[state.pk]),
            {"decision": "request-changes", "reason": reason},
        )

    def readable(self) -> list[Page]:
        """The English pages that readers see."""
        return list(Page.objects.live().filter(locale__language_code="en", depth__gt=1))

    def readers_see(self) -> dict[str, tuple[int, str]]:
        """Every page in every language as anonymous readers get it."""
        cache.clear()
        client = self.client("anonymous")
        found = {}
        for code in ("en", "es", "ar"):
            for path in ("", "about/", "principles/", "chapters/boston/", "chapters/"):
                response = client.get(f"/{code}/{path}")
                found[f"/{code}/{path}"] = (response.status_code, response.text)
        return found


def put(client: Client, address: str, text: str) -> Any:
    return client.put(address, urlencode({"value": text}), content_type=FORM, headers=SCRIPT)


def build() -> World:
    site = Site.objects.get()
    welcome = site.root_page
    world = World(site)
    for code in ("en", "es", "ar"):
        Locale.objects.get_or_create(language_code=code)
    home = HomePage(title="Home", slug="home-en", summary="S", headline="Hello", introduction="We.")
    home.locale = Locale.objects.get(language_code="en")
    Page.get_first_root_node().add_child(instance=home)
    site.root_page, site.hostname = home, "testserver"
    site.save()
    welcome.delete()
    world.pages["home"] = home
    _add(world, "about", home, AboutPage(title="About us", slug="about", body=json.dumps(BODY)))
    principles = PrinciplesPage(title="Principles", slug="principles")
    principles.principles = [
        Principle(
            key=f"principle-{number}",
            statement=f"Principle number {number}",
            explanation="<p>What follows from it.</p>",
            locale=home.locale,
            sort_order=number,
        )
        for number in (1, 2)
    ]
    _add(world, "principles", home, principles)
    index = _add(world, "chapters", home, ChapterIndexPage(title="Chapters", slug="chapters"))
    for name in ("Boston", "Chicago"):
        page = ChapterPage(title=name, slug=name.lower(), place=f"The place of {name}")
        page.state = "active"
        _add(world, name.lower(), index, page)
    publish(home)
    reconcile()
    _add_accounts(world)
    _translate(world)
    return world


BODY = [
    {"type": "heading", "value": {"text": "Where we began", "level": "2", "anchor": ""}},
    {
        "type": "paragraph",
        "value": {
            "text": '<p>We <b>shut</b> a prison. <a href="https://example.org/">Read</a> it.</p>',
            "footnotes": [],
        },
    },
    {"type": "heading", "value": {"text": "Where we go", "level": "2", "anchor": ""}},
    {
        "type": "paragraph",
        "value": {"text": "<p>Onwards, all together, nobody left behind.</p>", "footnotes": []},
    },
]


def _add(world: World, name: str, parent: Page, page: Any) -> Page:
    page.summary = f"What {name} is."
    page.locale = parent.locale
    parent.add_child(instance=page)
    world.pages[name] = publish(page)
    return page


def _add_accounts(world: World) -> None:
    chapters = {chapter.name.lower(): chapter.key for chapter in Chapter.objects.all()}
    for name, (role, where) in ACCOUNTS.items():
        user = User.objects.create_user(name, f"{name}@example.org", "a long enough password")
        teams = Team.objects.filter(role_key=role)
        if where in chapters:
            teams = teams.filter(territory=chapters[where])
        elif where:
            teams = teams.filter(locale__language_code=where)
        user.groups.add(teams.get().group)
        world.users[name] = user
    world.users["newcomer"] = User.objects.create_user("newcomer")
    world.users["superuser"] = User.objects.create_superuser("superuser")


def _translate(world: World) -> None:
    locales = list(
        Locale.objects.filter(language_code__in=("es", "ar")).values_list("pk", flat=True)
    )
    coordinator = world.users["coordinator"].pk
    start_translations.call(world.pages["home"].pk, locales, coordinator, subtree=True)
    reconcile()
    for name in world.pages:
        fill(world.translation(name, "es"), "es1")
        save_draft(world.translation(name, "es"), None).publish()
    fill(world.translation("home", "ar"), "ar1")
    save_draft(world.translation("home", "ar"), None).publish()
    partner = Partner.objects.create(
        live=True, locale=world.pages["home"].locale, name="A partner", description="They help."
    )
    world.pages["partner"] = partner


def fill(translation: Translation, mark: str) -> None:
    """Enter a translation of every segment as if it had been written long ago."""
    for segment in StringSegment.objects.filter(source=translation.source):
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            data=f"{mark} {segment.string.data}",
            translation_type="manual",
        )
