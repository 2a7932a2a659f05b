"""Publishing a set of texts together: all of them, or none."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, RevisionMixin

from cms.pages.publish_checks import problems

from .deciding import why_not_make_sets
from .decisions import Refused, lock, refuse_for
from .models import PublicationSet, SetMember
from .publication import is_approved, publish_revision
from .subjects import hold, key_of, subjects_under, title_of


@transaction.atomic
def make_set(name: str, user: User) -> PublicationSet:
    """Open a set. For national staff and approvers."""
    _refuse_outsider(user)
    if not name.strip():
        raise Refused(_("Please give the set a name."))
    return PublicationSet.objects.create(name=name.strip()[:120], created_by=user)


@transaction.atomic
def add_text(to: PublicationSet, subject: RevisionMixin, user: User) -> SetMember:
    """Add a page or record; what is approved of it is held until the set is published."""
    _refuse_outsider(user)
    key = key_of(lock(subject))
    to = _lock_open(to)
    member = SetMember.objects.open_for(key).first()
    if member is not None:
        raise Refused(
            _("This text is in the set “%(set)s” already.") % {"set": member.publication_set}
        )
    kind, number = key
    return SetMember.objects.create(publication_set=to, base_content_type_id=kind, object_id=number)


@transaction.atomic
def remove_text(member: SetMember, user: User) -> None:
    """Take a text out. What was held for the set has to be submitted again."""
    _refuse_outsider(user)
    _lock_open(member.publication_set)
    member.delete()


@transaction.atomic
def publish_set(which: PublicationSet, user: User) -> list[Any]:
    """Publish every text of a set in one transaction: records, then parents before children.

    Raises Refused, with a sentence for each text that stands in the way, and leaves all as they
    were. Anything else that goes wrong on the way also leaves all as they were.
    """
    _refuse_outsider(user)
    which = _lock_open(which)
    members = list(which.members.select_related("revision"))
    for key in sorted(member.key for member in members):
        hold(key)
    if not members:
        raise Refused(_("There is nothing in this set yet."))
    in_the_way = [sentence for member in members for sentence in obstacles(member)]
    if in_the_way:
        raise Refused("\n".join(in_the_way))
    members.sort(key=lambda member: getattr(member.subject, "path", ""))
    for member in members:
        publish_revision(member.revision, user)
    which.members.update(is_open=False)
    which.published_at = timezone.now()
    which.published_by = user
    which.save()
    return list(subjects_under(member.key for member in members).values())


def obstacles(member: SetMember) -> list[str]:
    """What keeps a text of a set from being published, a sentence each; empty when nothing does."""
    subject, revision = member.subject, member.revision
    if subject is None:
        return [_("A text of this set has been deleted. Please take it out.")]
    if revision is None or not is_approved(revision):
        return [_("“%(page)s” has not been approved yet.") % {"page": title_of(subject)}]
    text = revision.as_object()
    title = {"page": revision.object_str}
    if (subject.live_revision_id or 0) > revision.pk:
        return [
            _("“%(page)s” has been published in a newer version. Please submit it again.") % title
        ]
    if text.go_live_at and text.go_live_at > timezone.now():
        return [_("“%(page)s” has a date of its own. Please take the date out.") % title]
    return [f"{revision.object_str}, {problem}" for problem in problems(text)]


def pages_promised_with(page: Page) -> set[int]:
    """The pages that readers will get in one act with ``page``: links to them are not broken."""
    kind, number = key_of(page)
    own = SetMember.objects.open_for((kind, number)).values("publication_set")
    companions = SetMember.objects.filter(
        publication_set__in=own, is_open=True, base_content_type=kind
    )
    return {int(pk) for pk in companions.values_list("object_id", flat=True)}


def _refuse_outsider(user: User) -> None:
    refuse_for(why_not_make_sets(user))


def _lock_open(which: PublicationSet) -> PublicationSet:
    locked = PublicationSet.objects.select_for_update().get(pk=which.pk)
    if not locked.is_open:
        raise Refused(_("This set has been published already."))
    return locked
