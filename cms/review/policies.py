"""What an account may do with a record that readers see, where that is stricter than Wagtail."""

from django.contrib.auth.models import User
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from .subjects import record_models

NOBODYS = frozenset({"publish", "delete"})


class ReviewedRecordPolicy(ModelPermissionPolicy):
    """Wagtail's rules, but that nobody publishes or deletes by a permission.

    Superusers hold every permission there is; they are bound like everybody else.
    """

    def user_has_permission(self, user: User, action: str) -> bool:
        return action not in NOBODYS and super().user_has_permission(user, action)


def register() -> None:
    """Let every view of a record that passes review ask this policy."""
    for model in record_models():
        register_permission_policy(model, ReviewedRecordPolicy(model))
