"""The database before and around starter content: what is there, and the site's own record."""

from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from cms.contacts.models import Contact

from .keys import HOME_KEY

WELCOME_TITLE = "Welcome to your new Wagtail site!"


def is_seeded() -> bool:
    """Tell whether this database holds starter content, however much was changed since."""
    return bool(Page.objects.filter(translation_key=HOME_KEY).exists())


def welcome_pages() -> list[Page]:
    """Return the page that Wagtail's migrations make, where it is untouched."""
    pages = Page.objects.filter(depth=2, title=WELCOME_TITLE, slug="home", numchild=0)
    return [page for page in pages if page.specific_class is Page and not page.latest_revision_id]


def foreign_content(usernames: list[str]) -> str:
    """Name the first content here that neither Wagtail nor starter content made; "" if none."""
    known = [page.pk for page in welcome_pages()]
    page = Page.objects.filter(depth__gt=1).exclude(pk__in=known).order_by("path").first()
    if page is not None:
        return f"the page “{page.title}”"
    models = (
        get_image_model(),
        get_document_model(),
        Contact,
        *(apps.get_model("home", name) for name in ("Person", "Partner", "SiteIdentity")),
    )
    for model in models:
        if model.objects.exists():
            return f"a record of the kind “{model._meta.verbose_name}”"
    user = get_user_model().objects.filter(username__in=usernames).first()
    return f"an account named “{user.get_username()}”" if user is not None else ""


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
