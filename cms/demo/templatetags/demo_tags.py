"""What the admin's templates show of the demo."""

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language_info, override

from cms.demo.accounts import offers
from cms.demo.conditions import is_on

register = template.Library()


@register.simple_tag(takes_context=True)
def demo_accounts(context: dict[str, Any]) -> str:
    """The accounts as buttons, on the page to sign in; nothing where the demo is not on."""
    if not is_on():
        return ""
    here = {
        "offers": offers(),
        "next": context.get("next", ""),
        "asks_for_factor": settings.REQUIRE_SECOND_FACTOR,
    }
    return render_to_string("demo/sign_in.html", here, context["request"])


@register.simple_tag(takes_context=True)
def demo_bar(context: dict[str, Any]) -> str:
    """The bar above the admin, in the visitor's language, whatever the account's is.

    So whoever changes over to a translator into Arabic finds the way back.
    """
    request: HttpRequest = context["request"]
    if not is_on() or not request.user.is_authenticated:
        return ""
    code = request.LANGUAGE_CODE
    with override(code):
        offered = offers()
        name = request.user.get_username()
        here = {
            "offers": offered,
            "current": name,
            "title": next((each.title for each in offered if each.username == name), name),
            "next": request.get_full_path(),
            "code": code,
            "direction": "rtl" if get_language_info(code)["bidi"] else "ltr",
        }
        return render_to_string("demo/bar.html", here, request)
