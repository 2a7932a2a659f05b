"""Pictures in the admin: which may be chosen, and the script that covers parts of them."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from .models import Image
from .people import withheld


@hooks.register("construct_image_chooser_queryset")
def offer_answered_pictures(images: QuerySet[Image], _request: HttpRequest) -> QuerySet[Image]:
    """Those of which it is noted whether people can be recognized, and who agree to it."""
    return images.exclude(people=None).exclude(withheld())


@hooks.register("insert_global_admin_js")
def covering_script() -> str:
    return format_html('<script src="{}" defer></script>', static("media/covering.js"))


@hooks.register("insert_global_admin_css")
def covering_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("media/covering.css"))
