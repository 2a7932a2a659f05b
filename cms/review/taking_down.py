"""Taking down pages, with all that is below, and records; deleting pages. In every language.

What a page is in other languages is the same text. Whoever takes down one of them means all of
them, unless they say that it is one language's alone. What goes is named before it goes.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, gettext as _
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, PageQuerySet, ReferenceIndex, RevisionMixin, WorkflowState

from cms.access.models import Team
from cms.pages.permissions import ReviewedPagePermissionTester

from .archiving import archive, can_be_archived
from .deciding import why_not_take_down
from .decisions import Refused, end_what_is_under_way, lock, refuse_for
from .downs import note_done
from .models import Decision
from .whose import territory_of


@dataclass(frozen=True)
class Going:
    """A page in one language that is to go, and how many pages below it go along."""

    page: Page
    below: int

    @property
    def title(self) -> str:
        """As readers see it; of a draft, as the admin names it to whoever is at work."""
        page = self.page
        return str(page.title if page.live else page.get_admin_display_title())

    @property
    def code(self) -> str:
        return str(self.page.locale.language_code)

    @property
    def language(self) -> str:
        return str(get_language_info(self.code)["name_local"])

    @cached_property
    def address(self) -> str:
        """Where readers get it; empty of a draft."""
        return (self.page.get_url() or "") if self.page.live else ""

    @property
    def can_be_archived(self) -> bool:
        return can_be_archived(self.page)

    @cached_property
    def reviews(self) -> list[str]:
        """The titles of what is in review there: these reviews end."""
        pages = self.page.get_descendants(inclusive=True)
        kind = ContentType.objects.get_for_model(Page)
        states = WorkflowState.objects.active().filter(base_content_type=kind)
        numbers = {int(number) for number in states.values_list("object_id", flat=True)}
        within = pages.filter(pk__in=numbers).order_by("path").specific()
        return [str(page.get_admin_display_title()) for page in within]

    @cached_property
    def people(self) -> list[str]:
        """Who is in the teams that have these pages; they lose their rights there."""
        keys = self.page.get_descendants(inclusive=True).values_list("translation_key", flat=True)
        teams = Team.objects.filter(territory__in=list(keys))
        users = User.objects.filter(groups__team__in=teams, is_active=True)
        return sorted(set(users.values_list("username", flat=True)))


def what_readers_lose(pages: Collection[Page]) -> list[Going]:
    """What would go if these were taken down: their languages, with what is public below."""
    found = [
        Going(page, page.get_descendants().live().count())
        for page in in_every_language(pages).specific()
    ]
    return [each for each in found if each.page.live or each.below]


def what_is_lost(pages: Collection[Page]) -> list[Going]:
    """What would go if these were deleted in every language: drafts too."""
    versions = in_every_language(pages).specific()
    return [Going(page, page.get_descendant_count()) for page in versions]


def in_every_language(pages: Collection[Page], only: str = "") -> PageQuerySet:
    """The pages in each language, or in one alone, in the order of the tree."""
    keys = {page.translation_key for page in pages}
    versions = Page.objects.filter(translation_key__in=keys).select_related("locale")
    return (versions.filter(locale__language_code=only) if only else versions).order_by("path")


@transaction.atomic
def take_down_pages(
    pages: Collection[Page], user: User, reason: str, only: str = "", *, archived: bool = False
) -> None:
    """Let readers see pages no more, with everything below, in every language or in ``only`` one.

    Their reviews end and their dates are lifted, drafts' too: an approval that was given before,
    or comes from somebody who does not know, must not bring back what was taken down. It comes
    back by a review of its own. What is ``archived`` goes in every language. Raises Refused, and
    leaves all as it was, without a reason or where one of the languages is not the account's to
    take down, or there is nothing to go.
    """
    if not reason.strip():
        raise Refused(_("Please say why it is taken down; staff will read it."))
    versions = list(in_every_language(pages, only))
    if archived and (only or not all(can_be_archived(each) for each in versions)):
        raise Refused(_("Only a whole chapter is archived, in every language."))
    refused = [each for each in versions if not _may_take_down(each, user, archived=archived)]
    _refuse_for(refused)
    if not any(each.get_descendants(inclusive=True).live().exists() for each in versions):
        raise Refused(_("Readers do not see this."))
    note_done(pages, user, reason, versions)
    for page in _held_with_what_is_below(versions):
        end_what_is_under_way(page, user, reason)
        if page.live:
            _take_down(page, user, reason)
    for version in versions if archived else ():
        archive(Page.objects.get(pk=version.pk))


@transaction.atomic
def take_down_record(record: RevisionMixin, user: User, reason: str, only: str = "") -> None:
    """Let readers see a record no more, at once, in every language or in ``only`` one.

    For staff, and for leads what is their chapter's; a reason is required. Reviews under way end
    and dates are lifted. The text is kept as a draft, and comes back by review alone.
    """
    record = lock(record)
    refuse_for(why_not_take_down(user, territory_of(record)))
    if not reason.strip():
        raise Refused(_("Please say why it is taken down; staff will read it."))
    versions = [lock(each) for each in record_in_every_language(record, only)]
    if not any(version.live for version in versions):
        raise Refused(_("Readers do not see this."))
    note_done([record], user, reason, [])
    for version in versions:
        end_what_is_under_way(version, user, reason)
        if version.live:
            revision = version.live_revision or version.save_revision(user=user)
            Decision.about(revision, Decision.Kind.TAKEN_DOWN, user, reason)
            UnpublishAction(version, user=user).execute(skip_permission_checks=True)


def record_in_every_language(record: Any, only: str = "") -> QuerySet[Any]:
    """What a record is in each language, or in one alone."""
    rows = type(record)._base_manager.filter(translation_key=record.translation_key)  # noqa: SLF001
    rows = rows.select_related("locale")
    return (rows.filter(locale__language_code=only) if only else rows).order_by("pk")


def refuse_to_delete(pages: Collection[Page], user: User) -> None:
    """Raise Refused unless the account may delete the pages in every language."""
    versions = in_every_language(pages).specific()
    _refuse_for(
        [
            each
            for each in versions
            if not _tester(each, user).can_delete()
            or ReferenceIndex.get_references_to(each).group_by_source_object().is_protected
        ]
    )


def delete_translations(pages: Collection[Page], user: User) -> None:
    """Delete what there is of pages in other languages; ``refuse_to_delete`` was asked before."""
    for page in in_every_language(pages).specific():
        DeletePageAction(page, user=user).execute(skip_permission_checks=True)


def _tester(page: Page, user: User) -> ReviewedPagePermissionTester:
    tester: ReviewedPagePermissionTester = page.specific.permissions_for_user(user)
    return tester


def _may_take_down(page: Page, user: User, *, archived: bool) -> bool:
    tester = _tester(page, user)
    return tester.can_take_down() and (tester.can_archive() or not archived)


def _refuse_for(pages: Collection[Page]) -> None:
    if not pages:
        return
    codes = sorted({page.locale.language_code for page in pages})
    names = ", ".join(str(get_language_info(code)["name_local"]) for code in codes)
    raise Refused(
        _("This is not yours to do in: %(languages)s. Choose one language, or ask national staff.")
        % {"languages": names}
    )


def _held_with_what_is_below(versions: Collection[Page]) -> Iterator[Page]:
    """Each page as it is now, locked, those above before those below; none twice."""
    every = {
        page.path: page for version in versions for page in version.get_descendants(inclusive=True)
    }
    for path in sorted(every):
        yield lock(every[path])


def _take_down(page: Page, user: User, reason: str) -> None:
    revision = page.live_revision or page.get_latest_revision()
    if revision is None:
        revision = page.save_revision(user=user, log_action=False, clean=False)
    Decision.about(revision, Decision.Kind.TAKEN_DOWN, user, reason)
    action = UnpublishPageAction(page, user=user, log_action=False)
    action.execute(skip_permission_checks=True)
    # Of several entries of one request that say the same, histories show the last page's alone.
    log(
        instance=page,
        action="wagtail.unpublish",
        user=user,
        uuid=uuid4(),
        data={"reason": reason},
    )
