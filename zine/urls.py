"""Addresses below the zine's pages that are no pages."""

from django.urls import re_path

from .facsimiles.files import page_picture, pdf_file
from .web.feeds import shelf_feed
from .web.files import current_file, edition_file
from .web.offline import worker

PAGE = r"^(?P<path>(?:[\w\-]+/)+)"

urlpatterns = [
    re_path(rf"{PAGE}feed\.xml$", shelf_feed, name="zine_feed"),
    re_path(rf"{PAGE}worker\.js$", worker, name="zine_worker"),
    re_path(rf"{PAGE}files/(?P<kind>[a-z0-9.\-]+)$", current_file, name="zine_file"),
    re_path(
        rf"{PAGE}files/(?P<digest>[0-9a-f]+)/(?P<name>[a-z0-9.\-]+)$",
        edition_file,
        name="zine_edition_file",
    ),
    re_path(
        rf"{PAGE}pages/(?P<token>[0-9a-f]{{16}})-(?P<number>[0-9]{{1,4}})-(?P<width>[0-9]{{1,4}})\.webp$",
        page_picture,
        name="zine_page_picture",
    ),
    re_path(rf"{PAGE}pages/(?P<token>[0-9a-f]{{16}})\.pdf$", pdf_file, name="zine_pdf"),
]
