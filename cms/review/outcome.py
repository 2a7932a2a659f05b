"""What came of an approved text, in a sentence: where readers get it, when, or why they do not."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, RevisionMixin

from .models import Decision, SetMember
from .subjects import key_in, subjects_under

# Home pages stand below Wagtail's root.
HOME_DEPTH = 2

type ReaderAddress = Callable[[HttpRequest, Page], str | None]

_addresses: list[ReaderAddress] = []


def register_reader_address(source: ReaderAddress) -> None:
    """Let another app say at which address readers get a page; None where they do not."""
    if source not in _addresses:
        _addresses.append(source)


def reader_address(request: HttpRequest, subject: RevisionMixin) -> str | None:
    """Where readers get a page in its own language; None where they do not, and of records."""
    if not isinstance(subject, Page):
        return None
    found = (source(request, subject) for source in _addresses)
    return next((address for address in found if address), None)


def outcome_of(revision: Revision, request: HttpRequest) -> SafeString | None:
    """What came of a revision, for whoever approved it; None while nothing has come of it."""
    key = key_in(revision)
    subject = subjects_under([key])[key]
    if subject.live and subject.live_revision_id == revision.pk:
        return published(subject, request)
    revision = Revision.objects.only("approved_go_live_at").get(pk=revision.pk)
    if revision.approved_go_live_at:
        date = date_format(localtime(revision.approved_go_live_at), "DATETIME_FORMAT")
        return format_html(_("It is approved: readers get it on {date}."), date=date)
    held = SetMember.objects.open_for(key).filter(revision=revision).first()
    if held is not None:
        return format_html(
            _("It is approved: readers get it when the set “{set}” is published."),
            set=held.publication_set.name,
        )
    if Decision.objects.filter(revision=revision, kind=Decision.Kind.PUBLISHED).exists():
        return _no_longer(subject, request)
    return None


def published(page: RevisionMixin, request: HttpRequest) -> SafeString:
    """Where readers get a page that is published, or what keeps them from it.

    A record has no address of its own: it stands on pages.
    """
    if not isinstance(page, Page):
        return escape(_("Published."))
    address = reader_address(request, page)
    if address is None:
        return _out_of_reach(page)
    return format_html(_("It is published: read it at {link}"), link=link_to(address))


def link_to(address: str, words: str = "") -> SafeString:
    """A link to a page of the readers', under its address if there are no other words for it."""
    if words:
        return format_html('<a href="{}">{}</a>', address, words)
    return format_html('<a href="{}" dir="ltr">{}</a>', address, address)


def _out_of_reach(page: Page) -> SafeString:
    if page.get_view_restrictions().exists():
        return escape(
            _("It is published, but not for everybody: this page, or one above it, is private.")
        )
    above = page.get_ancestors().filter(live=False, depth__gt=HOME_DEPTH).last()
    if above is not None:
        return format_html(
            _(
                "It is published, but readers do not get it: the page above it, “{page}”, is not "
                "published."
            ),
            page=above.draft_title,
        )
    return escape(
        _("It is published, but readers do not get it: the home page above it is not public.")
    )


def _no_longer(page: RevisionMixin, request: HttpRequest) -> SafeString | None:
    if not isinstance(page, Page):
        return None
    address = reader_address(request, page)
    if address is None:
        return escape(_("It was published. Readers do not get this page any more."))
    return format_html(
        _("It was published. Readers get a newer text now, at {link}"), link=link_to(address)
    )
