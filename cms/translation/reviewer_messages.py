"""What reviewers of a translation are told: whose name it will bear, and where it leaves terms."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from .editor.bidi import named
from .models import DismissedCheck, Freshness


def messages_about_translation(page: Page, revision: Revision) -> Iterator[str]:
    """Sentences about a revision that was submitted at the desk; none about any other."""
    if page.locale.language_code == settings.LANGUAGE_CODE:
        return
    known = Freshness.objects.filter(submitted_revision=revision).first()
    if known is None:
        return
    names = [named(name) for name in known.submitted_credits]
    if names:
        yield _("With this approval readers see as its translators: %(names)s") % {
            "names": " · ".join(names)
        }
    elif known.credits:
        yield _("With this approval readers see no translator’s name any more.")
    reasons = DismissedCheck.objects.filter(
        translation=known.translation_id,
        string__segments__source=F("translation__source"),
        string__segments__context=F("context"),
    )
    for row in reasons.select_related("term").distinct().order_by("at", "pk"):
        yield _("It leaves the glossary’s wording for “%(term)s” because: %(reason)s") % {
            "term": named(row.term.term),
            "reason": named(row.reason),
        }
