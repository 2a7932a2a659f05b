"""The zine's addresses in the admin."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from .editions.admin import edition_file
from .editions.dashboard import add_panel
from .facsimiles.admin import facsimile_file, facsimile_picture
from .facsimiles.chooser import FacsimileChooserViewSet, chooser

hooks.register("construct_homepage_panels", add_panel)


@hooks.register("register_admin_urls")
def zine_urls() -> list[URLPattern | URLResolver]:
    views = [
        path("zine/<int:page_id>/editions/<str:kind>/", edition_file, name="edition_file"),
        path("zine/pdf/<int:facsimile_id>.pdf", facsimile_file, name="facsimile_file"),
        path(
            "zine/pdf/<int:facsimile_id>/<int:number>.webp",
            facsimile_picture,
            name="facsimile_picture",
        ),
    ]
    return [path("", include((views, "zine")))]


@hooks.register("register_admin_viewset")
def facsimile_chooser() -> FacsimileChooserViewSet:
    return chooser
