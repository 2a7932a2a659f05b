"""Addresses of readers below a language that are no pages."""

from django.urls import re_path

from .side_by_side import side_by_side

_PAGE = r"^(?P<path>(?:[\w\-]+/)*)with/(?P<other>[a-z\-]{2,12})/"

urlpatterns = [
    re_path(rf"{_PAGE}$", side_by_side, name="side_by_side"),
    re_path(rf"{_PAGE}(?P<part>[1-9]\d{{0,2}})/$", side_by_side, name="side_by_side_part"),
]
