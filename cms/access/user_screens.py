"""Wagtail's screens of accounts, without the box that makes a superuser.

Superusers are whoever keeps the machine; ``manage.py createsuperuser`` makes them. Whatever comes
past the form is refused where accounts are saved (``cms.access.signals``).
"""

from typing import Any

from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet


class _WithoutSuperuser:
    """A form of an account that leaves alone whether it is a superuser's."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("is_superuser", None)


class NewAccountForm(_WithoutSuperuser, UserCreationForm):
    pass


class ChangedAccountForm(_WithoutSuperuser, UserEditForm):
    pass


class AccountViewSet(UserViewSet):
    def get_form_class(self, for_update: bool = False) -> type[Any]:
        return ChangedAccountForm if for_update else NewAccountForm
