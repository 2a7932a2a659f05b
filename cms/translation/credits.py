"""Credit for translators who ask for it: by name of their choice, part of what is reviewed."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from .models import Contributor, Credit

LONGEST = Credit._meta.get_field("name").max_length or 0


class NotCredited(Exception):  # noqa: N818
    """A name that cannot stand beside a translation; its message is a sentence."""


def ask_for_credit(translation: Translation, user: User, name: str) -> None:
    """Ask to be named beside this translation; without a name, take the wish back.

    Readers see the name, or see it no more, once the translation is approved with it. Raises
    NotCredited for an account's name, which readers never learn, and for what is no name.
    """
    name = " ".join(name.split())
    if not name:
        Credit.objects.filter(translation=translation, user=user).delete()
        return
    if len(name) > LONGEST:
        raise NotCredited(_("A name has at most %(number)d characters.") % {"number": LONGEST})
    if not name.isprintable():
        raise NotCredited(_("This name holds characters that cannot be shown."))
    if get_user_model().objects.filter(username__iexact=name).exists():
        raise NotCredited(
            _("This is an account’s name, and readers never learn those. Please choose another.")
        )
    Credit.objects.update_or_create(translation=translation, user=user, defaults={"name": name})


def credit_of(translation: Translation, user: User) -> str:
    """The name under which the account asks to be credited; empty if it does not."""
    names = Credit.objects.filter(translation=translation, user=user).values_list("name", flat=True)
    return names.first() or ""


def names_to_credit(translation: Translation) -> list[str]:
    """The names of those who wrote in the translation and asked to be named, in that order."""
    wrote = Contributor.objects.filter(translation=translation).values("user")
    names = Credit.objects.filter(translation=translation, user__in=wrote)
    return list(dict.fromkeys(names.values_list("name", flat=True)))
