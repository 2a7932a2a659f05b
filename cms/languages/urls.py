"""Addresses that have no language: the entrance, and what speaks of all languages at once."""

from django.urls import path, re_path

from .sitemap import sitemap
from .views import entrance

urlpatterns = [
    path("sitemap.xml", sitemap, name="sitemap"),
    re_path(r"^(?P<path>(?:[\w\-]+/)*)$", entrance, name="entrance"),
]
