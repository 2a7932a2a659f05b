"""Publishing a set of pages together: all of them, or none."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.access.reach import is_national
from cms.pages.gates import problems

from .decisions import Refused, lock_page
from .models import PublicationSet, SetMember
from .publication import is_approved, publish_revision


@transaction.atomic
def make_set(name: str, user: User) -> PublicationSet:
    """Open a set. For national staff and approvers."""
    _refuse_outsider(user)
    if not name.strip():
        raise Refused(_("Please give the set a name."))
    return PublicationSet.objects.create(name=name.strip()[:120], created_by=user)


@transaction.atomic
def add_page(to: PublicationSet, page: Page, user: User) -> SetMember:
    """Add a page; from now on, what is approved of it is held until the set is published."""
    _refuse_outsider(user)
    page = lock_page(page.pk)
    to = _lock_open(to)
    member = SetMember.objects.filter(page=page, is_open=True).first()
    if member is not None:
        raise Refused(
            _("This page is in the set “%(set)s” already.") % {"set": member.publication_set}
        )
    return SetMember.objects.create(publication_set=to, page=page)


@transaction.atomic
def remove_page(member: SetMember, user: User) -> None:
    """Take a page out. A text that was held for the set has to be submitted again."""
    _refuse_outsider(user)
    _lock_open(member.publication_set)
    member.delete()


@transaction.atomic
def publish_set(which: PublicationSet, user: User) -> list[Page]:
    """Publish every page of a set in one transaction, parents before children.

    Raises Refused, with a sentence for each page that stands in the way, and leaves all pages
    as they were. Anything else that goes wrong on the way also leaves all as they were.
    """
    _refuse_outsider(user)
    which = _lock_open(which)
    for page_id in which.members.order_by("page_id").values_list("page_id", flat=True):
        lock_page(page_id)
    members = list(which.members.select_related("page", "revision").order_by("page__path"))
    if not members:
        raise Refused(_("There is no page in this set yet."))
    in_the_way = [sentence for member in members for sentence in obstacles(member)]
    if in_the_way:
        raise Refused("\n".join(in_the_way))
    for member in members:
        publish_revision(member.revision, user)
    which.members.update(is_open=False)
    which.published_at = timezone.now()
    which.published_by = user
    which.save()
    return list(Page.objects.filter(set_memberships__publication_set=which))


def obstacles(member: SetMember) -> list[str]:
    """What keeps a page of a set from being published, a sentence each; empty when nothing does."""
    revision = member.revision
    if revision is None or not is_approved(revision):
        return [_("“%(page)s” has not been approved yet.") % {"page": member.page.draft_title}]
    text = revision.as_object()
    title = {"page": revision.object_str}
    if (member.page.live_revision_id or 0) > revision.pk:
        return [
            _("“%(page)s” has been published in a newer version. Please submit it again.") % title
        ]
    if text.go_live_at and text.go_live_at > timezone.now():
        return [_("“%(page)s” has a date of its own. Please take the date out.") % title]
    return [f"{revision.object_str}, {problem}" for problem in problems(text)]


def pages_promised_with(page: Page) -> set[int]:
    """The pages that readers will get in one act with ``page``: links to them are not broken."""
    own = SetMember.objects.filter(page_id=page.pk, is_open=True).values("publication_set")
    companions = SetMember.objects.filter(publication_set__in=own, is_open=True)
    return set(companions.values_list("page_id", flat=True))


def _refuse_outsider(user: User) -> None:
    if not is_national(user):
        raise Refused(_("Sets are made by national staff and approvers."))


def _lock_open(which: PublicationSet) -> PublicationSet:
    locked = PublicationSet.objects.select_for_update().get(pk=which.pk)
    if not locked.is_open:
        raise Refused(_("This set has been published already."))
    return locked
