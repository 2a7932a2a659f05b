"""A page in two languages, and its draft: a number, a link, a picture and the order differ."""

import json
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from wagtail.images import get_image_model
from wagtail.users.models import UserProfile

from home.models import StandardPage

from .visits import PASSWORD

SLUG = "press"
WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "text": "<p>Call %s or write to <a href='%s'>the hotline</a>. Come to the %s.</p>"
        "<p>Stay.</p>",
        "places": ("square", "park"),
        "second": "<p>Bring water.</p>",
        "name": "Hotline",
        "alt": ("A march in the rain", "A vigil with candles"),
    },
    "ar": {
        "text": "<p>اتصلوا بالرقم %s أو اكتبوا إلى <a href='%s'>الخط الساخن</a>. تعالوا إلى %s.</p>"
        "<p>ابقوا معنا.</p>",
        "places": ("الساحة", "الحديقة"),
        "second": "<p>أحضروا الماء.</p>",
        "name": "الخط الساخن",
        "alt": ("مسيرة تحت المطر", "وقفة بالشموع"),
    },
}


def prepare() -> dict[str, int]:
    """Write the pages and two accounts, ``compares-en`` and ``compares-ar``; say their numbers."""
    for code in WORDS:
        account = User.objects.create_superuser(f"compares-{code}", password=PASSWORD)
        UserProfile.objects.create(user=account, preferred_language=code)
    return {code: _draft(code) for code in WORDS}


def _draft(code: str) -> int:
    page = StandardPage.objects.get(locale__language_code=code, slug=SLUG)
    page.body = json.dumps(_body(code, 0))
    page.save_revision().publish()
    page = StandardPage.objects.get(pk=page.pk)
    page.show_in_menus = not page.show_in_menus
    last, *first = reversed(_body(code, 1))
    page.body = json.dumps([last, *reversed(first), _paragraph(8, WORDS[code]["second"])])
    page.save_revision()
    return int(page.pk)


def _body(code: str, version: int) -> list[dict[str, Any]]:
    words = WORDS[code]
    number = f"617 555 010{version}"
    image = get_image_model().objects.order_by("pk")[version]
    link = f"https://www.example.org/{version}"
    alternative = {"image": image.pk, "alt_text": words["alt"][version], "decorative": False}
    contact = {"kind": "phone", "text": words["name"], "target": number, "note": ""}
    return [
        _paragraph(1, words["text"] % (number, link, words["places"][version])),
        _block(2, "image", {"picture": alternative, "caption": "", "credit": ""}),
        _block(3, "contacts", {"title": "", "contacts": [_block(4, "item", contact)]}),
        _paragraph(5, words["second"]),
    ]


def _paragraph(number: int, html: Any) -> dict[str, Any]:
    return _block(number, "paragraph", {"text": html, "footnotes": []})


def _block(number: int, kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": f"00000000-0000-4000-8000-{number:0>12}"}


def tell(path: str) -> None:
    """Prepare, and write the pages' numbers where the test reads them."""
    Path(path).write_text(json.dumps(prepare()))
