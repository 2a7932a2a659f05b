"""Every further kind of draft, record and page that readers do not see, with a secret title."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from chapters.models import ChapterPage
from cms.access.reconcile import reconcile
from cms.review.models import Decision, PublicationSet
from home.models import StandardPage
from tests.factories import (
    AboutPageFactory,
    ImpactEntryFactory,
    ImpactPageFactory,
    PrincipleFactory,
    PrinciplesPageFactory,
    ZineIndexPageFactory,
    ZineIssuePageFactory,
)

from .movement import Movement, add_child, publish, secret

KINDS_OF_DRAFT = ("scheduled", "expired", "private", "locked")
KINDS_OF_PAGE = ("about", "impact", "entry", "principles", "principle", "issue")


def plant_pages(movement: Movement) -> None:
    """Pages in every state that readers do not see, and drafts of every type."""
    for territory in ("chicago", "national"):
        for kind in KINDS_OF_DRAFT:
            _plant_draft(movement, territory, kind)
    home = movement.homes["en"]
    for factory, kind in (
        (AboutPageFactory, "about"),
        (ImpactPageFactory, "impact"),
        (PrinciplesPageFactory, "principles"),
    ):
        factory(parent=_fresh(home), title=secret("national", f"{kind} en"), live=False)
    ImpactEntryFactory(page=_titled("impact").impactpage, headline=secret("national", "entry en"))
    PrincipleFactory(
        page=_titled("principles").principlespage, statement=secret("national", "principle en")
    )
    index = ZineIndexPageFactory(parent=_fresh(home))
    ZineIssuePageFactory(parent=index, title=secret("national", "issue en"), live=False)
    PublicationSet.objects.create(name=secret("national", "set en"))


def plant_a_chapter(movement: Movement) -> None:
    """A chapter of which nobody knows yet: page, teams, collection, first drafts."""
    title = secret("hidden", "chapter en")
    page = ChapterPage(title=title, slug="hidden", place=title, summary=title)
    add_child(movement.indexes["en"], page)
    page.save_revision()
    reconcile()


def plant_decision(movement: Movement) -> None:
    """A reviewer's reason, as the record of decisions keeps it."""
    place = movement.places["chicago", "en"]
    Decision.objects.create(
        base_content_type=place.waiting.get_base_content_type(),
        object_id=str(place.waiting.pk),
        locale=place.waiting.locale,
        title=place.waiting.title,
        revision=place.waiting.latest_revision,
        revision_number=place.waiting.latest_revision_id,
        digest="x",
        kind=Decision.Kind.CHANGES_REQUESTED,
        reason=secret("chicago", "decision en"),
    )


def _plant_draft(movement: Movement, territory: str, kind: str) -> None:
    author = movement.users["staff" if territory == "national" else f"{territory}-editor"]
    page = StandardPage(
        title=secret(territory, f"{kind} en"), slug=kind, summary="A summary.", owner=author
    )
    add_child(movement.places[territory, "en"].root, page)
    match kind:
        case "scheduled":
            page.go_live_at = timezone.now() + timedelta(days=3)
            page.save_revision(user=author, approved_go_live_at=page.go_live_at)
        case "expired":
            publish(page)
            page.unpublish(set_expired=True)
        case "private":
            publish(page)
            PageViewRestriction.objects.create(page=page, restriction_type="login")
        case "locked":
            page.locked, page.locked_by, page.locked_at = True, author, timezone.now()
            page.save()
            page.save_revision(user=author, log_action=True)


def _titled(kind: str) -> Page:
    page: Page = Page.objects.get(title=secret("national", f"{kind} en"))
    return page


def _fresh(page: Page) -> Page:
    fresh: Page = Page.objects.get(pk=page.pk).specific
    return fresh
