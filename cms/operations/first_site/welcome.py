"""The page that Wagtail's migrations make, which no reader should meet."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page, Site

WELCOME_TITLE = "Welcome to your new Wagtail site!"


def welcome_pages() -> list[Page]:
    """Return the page that Wagtail's migrations make, where it is untouched."""
    pages = Page.objects.filter(depth=2, title=WELCOME_TITLE, slug="home", numchild=0)
    return [page for page in pages if page.specific_class is Page and not page.latest_revision_id]


def make_room() -> None:
    """Free the address of the welcome page, so that a home page can stand beside it."""
    for page in welcome_pages():
        Page.objects.filter(pk=page.pk).update(slug="wagtail-welcome")


def take_over_site(home: Page, welcome: list[Page]) -> Site:
    """Make ``home`` the first page of the default site at BASE_URL; remove the welcome page."""
    parts = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname = parts.hostname or "localhost"
    site.port = parts.port or (443 if parts.scheme == "https" else 80)
    site.site_name = settings.WAGTAIL_SITE_NAME
    site.root_page = home
    site.full_clean()
    site.save()
    for page in welcome:
        Page.objects.get(pk=page.pk).delete()
    return site
