"""What a new site lacks until it is live, for the first page of staff's admin."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from chapters.models import ChapterPage
from cms.access.models import Team
from cms.access.policy import APPROVERS, LEADS, STAFF, Role
from cms.operations.backups.watch import overdue
from home.models import SiteIdentity

# By one person's word nothing becomes public.
ENOUGH = 2


@dataclass(frozen=True)
class Item:
    """Something that a site needs: in a sentence, whether it is so, and where one sees to it."""

    sentence: str
    is_done: bool
    address: str = ""


def checklist() -> list[Item]:
    """Return what the site needs; nothing once its home page is live."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None or site.root_page.live:
        return []
    return [*_people(), *_texts(site), *_backups()]


def _people() -> Iterator[Item]:
    members = reverse("members:index")
    yield Item(_("Two of staff have taken up their accounts."), _are_enough(STAFF), members)
    yield Item(_("Two approvers have taken up their accounts."), _are_enough(APPROVERS), members)
    chapters = ChapterPage.objects.filter(locale=Locale.get_default())
    leads = Q(role_key=LEADS.key, group__user__is_active=True)
    led = Team.objects.filter(leads).values("territory")
    is_led = not chapters.exclude(translation_key__in=led).exists()
    yield Item(_("Each chapter has a lead."), is_led, members)


def _are_enough(role: Role) -> bool:
    members = User.objects.filter(is_active=True, groups__team__role_key=role.key)
    return members.distinct().count() >= ENOUGH


def _texts(site: Site) -> Iterator[Item]:
    identity = SiteIdentity.objects.filter(site=site, locale=Locale.get_default()).first()
    if identity is not None:
        address = reverse("wagtailsnippets_home_siteidentity:edit", args=[identity.pk])
        yield Item(_("The site’s name and words are approved."), identity.live, address)
    first = Page.objects.filter(depth__lte=site.root_page.depth + 1)
    for page in first.descendant_of(site.root_page, inclusive=True).order_by("path"):
        yield Item(
            _("“%(title)s” is approved.") % {"title": page.get_admin_display_title()},
            page.live,
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
        )


def _backups() -> Iterator[Item]:
    is_made = settings.BACKUP_DIR is not None and overdue() is None
    yield Item(_("Whoever runs the site has it backed up every night."), is_made)
