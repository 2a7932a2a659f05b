"""When access has to be looked at again: after changes of pages, languages, people and teams."""

from typing import Any

from asgiref.local import Local
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.log_actions import get_active_log_context
from wagtail.models import Locale, Page
from wagtail.signals import copy_for_translation_done, post_page_move

from .events import (
    record_leaving,
    record_membership,
    record_secrets,
    record_standing,
)
from .reconcile import reconcile

HOME_DEPTH = 2
STANDING = {"is_active", "is_superuser"}
TOLD = STANDING | {"email", "password"}


# Whether this thread's connection has seen a change that nobody has reconciled since.
_changed = Local()


def reconcile_on_commit(**_kwargs: Any) -> None:
    """Reconcile once when the transaction under way has been committed, however much changed.

    A failure is logged and leaves the page as it was saved; ``check_access`` finds the rest.
    """
    _changed.pending = True
    transaction.on_commit(_reconcile_changes, robust=True)


def _reconcile_changes() -> None:
    if getattr(_changed, "pending", False):
        _changed.pending = False
        reconcile()


def connect() -> None:
    """Connect what follows pages, languages and memberships."""
    for signal in (post_save, post_delete):
        signal.connect(reconcile_on_commit, sender=Locale, dispatch_uid="access_locale")
    post_save.connect(home_saved, dispatch_uid="access_home_saved")
    post_delete.connect(home_deleted, sender=Page, dispatch_uid="access_home_deleted")
    copy_for_translation_done.connect(reconcile_on_commit, dispatch_uid="access_translated")
    post_page_move.connect(reconcile_on_commit, dispatch_uid="access_moved")
    user = get_user_model()
    m2m_changed.connect(
        memberships_changed, sender=user.groups.through, dispatch_uid="access_memberships"
    )
    pre_delete.connect(team_deleted, sender=Group, dispatch_uid="access_team_deleted")
    pre_save.connect(account_saved, sender=user, dispatch_uid="access_account_saved")
    pre_delete.connect(account_deleted, sender=user, dispatch_uid="access_account_deleted")


def home_saved(instance: Any, created: bool, **kwargs: Any) -> None:
    """A new first page of a language gives its language teams a place."""
    if created and isinstance(instance, Page) and instance.depth == HOME_DEPTH:
        reconcile_on_commit(**kwargs)


def home_deleted(instance: Page, **kwargs: Any) -> None:
    """Rights on a page go with it; what else hangs on a first page is looked at again."""
    if instance.depth == HOME_DEPTH:
        reconcile_on_commit(**kwargs)


def memberships_changed(
    instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_kwargs: Any
) -> None:
    """Record who entered and who left a team, whichever way the change came."""
    if action not in ("post_add", "pre_remove", "pre_clear"):
        return
    users = get_user_model().objects
    if not reverse:
        changes = [(instance, pk_set)]
    elif pk_set is None:
        changes = [(user, {instance.pk}) for user in users.filter(groups=instance)]
    else:
        changes = [(user, {instance.pk}) for user in users.filter(pk__in=pk_set)]
    for user, group_ids in changes:
        record_membership(user, group_ids, action)


def team_deleted(instance: Group, **_kwargs: Any) -> None:
    """Record that everybody leaves a team that is removed, such as a deleted chapter's."""
    for user in get_user_model().objects.filter(groups=instance):
        record_membership(user, {instance.pk}, "pre_remove")


def account_saved(
    instance: User, update_fields: Any = None, raw: bool = False, **_kwargs: Any
) -> None:
    """Record that an account changed: whether it is active, a superuser's, how it is opened."""
    saved = TOLD if update_fields is None else TOLD & set(update_fields)
    # Django keeps a new password until it is saved; a hash that is only renewed is no new one.
    if getattr(instance, "_password", None) is None:
        saved = saved - {"password"}
    if raw or not saved:
        return
    before = get_user_model().objects.filter(pk=instance.pk).first() if instance.pk else None
    if saved & STANDING:
        _refuse_superusers_of_the_admin(before, instance)
        record_standing(before, instance)
    if before is not None:
        record_secrets(before, instance, saved)


def _refuse_superusers_of_the_admin(before: User | None, after: User) -> None:
    """Whatever screen it was: superusers are made at the server alone."""
    is_new = after.is_superuser and not (before is not None and before.is_superuser)
    if is_new and get_active_log_context().user is not None:
        raise PermissionDenied


def account_deleted(instance: User, **_kwargs: Any) -> None:
    """Record what an account that is deleted could do."""
    record_leaving(instance)
