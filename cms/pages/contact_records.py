"""Contacts that texts refer to, kept once for all languages. An app above has them."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.db.models import Model, QuerySet

type Choosable = Callable[[User], QuerySet]

_kept: list[tuple[type[Model], Choosable]] = []


def register_contacts(model: type[Model], choosable: Choosable) -> None:
    """Let the app of contacts say what they are, and which an account may refer to.

    A contact has a ``kind``, an ``href``, what is ``shown`` of it, ``details`` in the active
    language, the day on which it was ``checked_on``, and is ``live`` or not.
    """
    _kept[:] = [(model, choosable)]


def contact_model() -> type[Model]:
    """The kind of record that a contact is."""
    ((model, _choosable),) = _kept
    return model


def may_refer_to(user: User, contact: Model) -> bool:
    """Whether the account may let a text refer to the contact."""
    return any(choosable(user).filter(pk=contact.pk).exists() for _model, choosable in _kept)
