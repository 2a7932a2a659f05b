"""Makes a new site's first pages, its identity and its teams, and invites its first people."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.html import escape
from django.utils.text import slugify
from wagtail.models import Locale, Page, Site

from chapters.models import ChapterPage
from cms.access.invitations import invite
from cms.access.models import Team
from cms.access.policy import APPROVERS, LEADS, STAFF
from cms.access.reconcile import reconcile
from home.models import Principle, SiteIdentity

from .guidance import marked, paragraphs
from .welcome import make_room, take_over_site, welcome_pages

PLAN = Path(__file__).with_name("pages.toml")


class FirstSiteError(Exception):
    """Why no first content is made: a sentence for whoever runs the site."""


@dataclass(frozen=True)
class Chapter:
    """A chapter to begin with: its name, where it is, and who leads it, if that is known."""

    name: str
    place: str
    lead: str = ""


@dataclass(frozen=True)
class Wishes:
    """What a new site is to have; addresses are those of people to invite."""

    name: str
    operator: User
    staff: list[str] = field(default_factory=list)
    approvers: list[str] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)


@dataclass(frozen=True)
class Made:
    """What was made: how many drafts, and who was invited to what."""

    drafts: int
    invited: list[tuple[str, str]]


@transaction.atomic
def make_site(wishes: Wishes) -> Made:
    """Make all of it, or nothing. Raises FirstSiteError where there is content already."""
    found = Page.objects.filter(depth__gt=1).exclude(pk__in=[each.pk for each in welcome_pages()])
    if page := found.order_by("path").first():
        raise FirstSiteError(
            f"There is content here already (the page “{page.title}”), so none was made."
        )
    plan = tomllib.loads(PLAN.read_text("utf-8"))
    _speak_the_languages()
    pages = _make_pages(plan["page"])
    for chapter in wishes.chapters:
        pages[f"chapters/{chapter.name}"] = _add_chapter(
            pages["chapters"], chapter, plan["chapter"]
        )
    site = Site.objects.get(is_default_site=True)
    _make_identity(wishes.name, site, plan["page"], pages)
    reconcile()
    return Made(len(pages), _invite(wishes, pages))


def _speak_the_languages() -> None:
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)


def _make_pages(entries: list[dict[str, Any]]) -> dict[str, Page]:
    """Every page of the plan, by its address below the first."""
    welcome = welcome_pages()
    make_room()
    pages: dict[str, Page] = {}
    for entry in entries:
        parent = pages[""] if entry["address"] else Page.get_first_root_node()
        pages[entry["address"]] = _add_page(parent, entry)
        if not entry["address"]:
            take_over_site(pages[""], welcome)
    return pages


def _add_page(parent: Page, entry: Mapping[str, Any]) -> Page:
    page = apps.get_model(entry["type"])(
        title=entry["title"],
        slug=entry["address"] or settings.LANGUAGE_CODE,
        **_guiding(entry),
    )
    if principles := entry.get("principles"):
        page.principles = [
            Principle(
                key=f"principle-{number}",
                statement=marked(each["statement"]),
                explanation=f"<p>{escape(marked(each['explanation']))}</p>",
            )
            for number, each in enumerate(principles, start=1)
        ]
    return _keep_draft(parent, page)


def _guiding(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the fields of a page: its guidance, as texts or as bodies."""
    return {
        name: paragraphs(entry[name]) if isinstance(entry[name], list) else marked(entry[name])
        for name in ("summary", "headline", "introduction", "body")
        if name in entry
    }


def _add_chapter(parent: Page, chapter: Chapter, entry: Mapping[str, Any]) -> Page:
    page = ChapterPage(
        title=chapter.name,
        slug=slugify(chapter.name),
        place=chapter.place,
        **_guiding(entry),
    )
    return _keep_draft(parent, page)


def _keep_draft(parent: Page, page: Page) -> Page:
    """Put a page into the tree that no reader sees, with a first version of its history."""
    page.live = False
    page.has_unpublished_changes = True
    page.locale = Locale.get_default()
    parent.add_child(instance=page)
    page.save_revision(clean=False)
    return page


def _make_identity(
    name: str, site: Site, entries: list[dict[str, Any]], pages: Mapping[str, Page]
) -> None:
    """The words of every page: the name alone is known, so its form asks for the others."""
    below = [entry for entry in entries if entry["address"]]
    menu, footer = (
        [
            {"type": "page", "value": {"page": pages[entry["address"]].pk, "only_in": []}}
            for entry in below
            if entry.get("footer", False) is at_the_foot
        ]
        for at_the_foot in (False, True)
    )
    identity = SiteIdentity(
        site=site,
        locale=Locale.get_default(),
        organization_name=name,
        menu=menu,
        footer=footer,
    )
    identity.save()
    identity.save_revision(clean=False)


def _invite(wishes: Wishes, pages: Mapping[str, Page]) -> list[tuple[str, str]]:
    wanted = [(STAFF, None, each) for each in wishes.staff]
    wanted += [(APPROVERS, None, each) for each in wishes.approvers]
    wanted += [
        (LEADS, pages[f"chapters/{each.name}"].translation_key, each.lead)
        for each in wishes.chapters
        if each.lead
    ]
    invited = []
    for role, territory, address in wanted:
        team = Team.objects.get(role_key=role.key, territory=territory)
        invite(wishes.operator, team, address, settings.LANGUAGE_CODE)
        invited.append((address, str(team)))
    return invited
