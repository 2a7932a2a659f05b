"""Gives the translation desk something to do: a chapter's page in English alone, and Yiddish."""

import json
import os

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402  (needs the settings)
from wagtail.models import Locale, Page  # noqa: E402

from cms.access.models import Team  # noqa: E402
from cms.access.reconcile import reconcile  # noqa: E402
from cms.translation.models import GlossaryTerm, GlossaryWording  # noqa: E402
from cms.translation.tasks import start_translations  # noqa: E402

english = Page.objects.filter(locale__language_code="en")
page = english.get(url_path__endswith="/chapters/chicago/contact/").specific
page.title = "How to reach us"
page.summary = "Never Again Action in Chicago lives by mutual aid."
page.body = json.dumps(
    [
        {"type": "heading", "value": {"text": "Where we meet", "level": "2", "anchor": ""}},
        {
            "type": "paragraph",
            "value": {
                "text": '<p>Look <a href="https://example.org/">here</a> for <b>all</b> dates.</p>',
                "footnotes": [],
            },
        },
    ]
)
page.save_revision().publish()

arabic = Locale.objects.get(language_code="ar")
GlossaryTerm.objects.create(term="Never Again Action", stays=True)
aid = GlossaryTerm.objects.create(term="mutual aid", note="Everybody gives, everybody takes.")
GlossaryWording.objects.create(term=aid, locale=arabic, text="التعاون المتبادل")

yiddish, _made = Locale.objects.get_or_create(language_code="yi")
coordinator = User.objects.get(username="coordinator").pk
start_translations.call(english.get(depth=2).pk, [yiddish.pk], coordinator)
reconcile()
translator = User.objects.create_user(
    "yi-translator", "yi-translator@example.org", os.environ["DEMO_PASSWORD"]
)
translator.groups.add(Team.objects.get(role_key="translators", locale=yiddish).group)
