"""The database before starter content: what is there."""

from django.apps import apps
from django.contrib.auth import get_user_model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.contacts.models import Contact
from cms.operations.first_site.welcome import welcome_pages

from .keys import HOME_KEY


def is_seeded() -> bool:
    """Tell whether this database holds starter content, however much was changed since."""
    return bool(Page.objects.filter(translation_key=HOME_KEY).exists())


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
