"""Tells Tor's browser that the site is an onion service as well, at the same paths."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]
HEADER = "Onion-Location"


def onion_location(view: View) -> View:
    """Name the onion address of each page that readers get; of other files and answers, none.

    Whoever is there already is told nothing.
    """

    @wraps(view)
    def with_location(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        onion = settings.ONION_LOCATION
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        is_there = request.get_host().partition(":")[0].endswith(".onion")
        if onion and is_page and response.status_code == 200 and not is_there:
            response.headers[HEADER] = f"{onion}{request.get_full_path()}"
        return response

    return with_location
