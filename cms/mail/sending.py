"""Writing to people: in their language, after the transaction, and again when it failed."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail.users.models import UserProfile

from .models import OutgoingMail
from .tasks import deliver


def write_to(people: Iterable[User], name: str, context: dict[str, Any]) -> None:
    """Write ``mail/NAME.txt`` to each person who has an address, each in their own language.

    The mail is a row of the transaction under way: where that fails, nothing is sent; where the
    mail server fails, nothing else is lost, and the mail is tried again.
    """
    for person in people:
        if person.email:
            write_to_address(person.email, name, context, language_of(person))


def write_to_address(address: str, name: str, context: dict[str, Any], language: str) -> None:
    """Write ``mail/NAME.txt`` to an address. The template's first line is the subject."""
    with override(language):
        text = render_to_string(
            f"mail/{name}.txt", {"base_url": settings.WAGTAILADMIN_BASE_URL, **context}
        )
    first_line, _newline, body = text.strip().partition("\n")
    subject = " ".join(first_line.split())
    mail = OutgoingMail.objects.create(to=address, subject=subject[:250], body=body.strip())
    transaction.on_commit(lambda: deliver.enqueue(mail.pk))


def language_of(person: User) -> str:
    """The language that the person has chosen for the admin; the site's where none is chosen."""
    profile = UserProfile.objects.filter(user=person).first()
    return (profile.preferred_language if profile else "") or settings.LANGUAGE_CODE
