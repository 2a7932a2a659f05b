"""Addresses below the zine's pages that are no pages."""

from django.urls import re_path

from .feeds import shelf_feed

urlpatterns = [
    re_path(r"^(?P<path>(?:[\w\-]+/)+)feed\.xml$", shelf_feed, name="zine_feed"),
]
