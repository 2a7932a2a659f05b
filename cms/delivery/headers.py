"""Response headers that Django has no setting for."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csp import csp_override

View = Callable[..., HttpResponseBase]
CSP_HEADER = "Content-Security-Policy"

# What no page of the site ever asks a browser for.
UNUSED_FEATURES = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
HEADERS = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES),
    "Cross-Origin-Resource-Policy": "same-origin",
}


class ResponseHeadersMiddleware:
    """Adds ``HEADERS`` to every response that does not set them itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def admin_policy(view: View) -> View:
    """Give a view of the admin the admin's content policy, and a preview the previews'.

    A preview is the response to a request of its own, inside the view's, and comes with the
    readers' policy already, which forbids framing.
    """

    @wraps(view)
    def with_policy(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        is_preview = response.headers.pop(CSP_HEADER, None) is not None
        policy = settings.PREVIEW_CSP if is_preview else settings.ADMIN_CSP
        return csp_override(policy)(lambda _request: response)(request)

    return with_policy
