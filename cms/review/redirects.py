"""Redirects: each change is recorded, and none leads away from the site on one person's word."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import LogContext, get_active_log_context
from wagtail.models import Site

from cms.access.querysets import is_national

from .deciding import why_not_confirm_redirect
from .decisions import Refused, refuse_for
from .models import RedirectChange


def connect() -> None:
    """Record every change. What forms accept is held by ``wagtail_patches``."""
    pre_save.connect(note_target_before, sender=Redirect, dispatch_uid="review_redirect_before")
    post_save.connect(record_change, sender=Redirect, dispatch_uid="review_redirect_saved")
    post_delete.connect(record_removal, sender=Redirect, dispatch_uid="review_redirect_deleted")


def refuse_other_sites(link: str) -> None:
    """Raise ValidationError for an address of another site that no approver has confirmed."""
    if is_of_this_site(link) or RedirectChange.objects.confirmed(link):
        return
    raise ValidationError(
        _(
            "This leads to another site. Please propose it under Review, Redirects: an approver "
            "confirms it there."
        )
    )


def is_of_this_site(link: str) -> bool:
    """Whether an address is below one of the site's own hosts."""
    parts = urlsplit(link)
    own = set(Site.objects.values_list("hostname", flat=True))
    own.add(urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "")
    return parts.scheme in ("http", "https") and parts.hostname in own


def propose(old_path: str, link: str, user: User) -> RedirectChange:
    """Ask an approver for a redirect to another site. For staff. Raises Refused."""
    redirect = Redirect(old_path=Redirect.normalise_path(old_path.strip()), redirect_link=link)
    if not is_national(user):
        raise Refused(_("Redirects are made by national staff."))
    if not old_path.strip() or urlsplit(link).scheme not in ("http", "https"):
        raise Refused(_("Please give a path of this site, and an address with https://."))
    try:
        redirect.full_clean(exclude=["redirect_link"])
    except ValidationError as error:
        raise Refused("\n".join(error.messages)) from error
    if len(link) > Redirect._meta.get_field("redirect_link").max_length:
        raise Refused(_("This address is too long."))
    return RedirectChange.objects.create(
        old_path=redirect.old_path,
        before=_target_of(_standing(redirect.old_path)),
        after=link,
        actor=user,
        is_waiting=True,
    )


def may_confirm(change: RedirectChange, user: User) -> bool:
    """Whether the account may confirm a proposal: approvers, and not who proposed it."""
    return change.is_waiting and not why_not_confirm_redirect(change.actor_id, user)


@transaction.atomic
def confirm(change: RedirectChange, user: User) -> None:
    """Make a proposed redirect. For approvers who did not propose it. Raises Refused."""
    change = _lock(change, user)
    change.is_waiting, change.confirmed_by = False, user
    change.save(update_fields=["is_waiting", "confirmed_by"])
    redirect = _standing(change.old_path) or Redirect(old_path=change.old_path)
    redirect.redirect_link, redirect.redirect_page = change.after, None
    with LogContext(user=user):
        redirect.save()


@transaction.atomic
def turn_down(change: RedirectChange, user: User) -> None:
    """Leave readers what they have; the proposal is gone. For approvers. Raises Refused."""
    _lock(change, user).delete()


def note_target_before(instance: Redirect, **_kwargs: Any) -> None:
    """Remember where the redirect leads until now."""
    instance.target_before = _target_of(Redirect.objects.filter(pk=instance.pk).first())


def record_change(instance: Redirect, raw: bool, **_kwargs: Any) -> None:
    """Record a redirect that was added or changed."""
    if not raw:
        _record(instance, instance.target_before, _target_of(instance))


def record_removal(instance: Redirect, **_kwargs: Any) -> None:
    """Record a redirect that was removed."""
    _record(instance, _target_of(instance), "")


def _record(redirect: Redirect, before: str, after: str) -> None:
    actor = get_active_log_context().user
    if before != after:
        RedirectChange.objects.create(
            old_path=redirect.old_path, before=before, after=after, actor=actor
        )


def _target_of(redirect: Redirect | None) -> str:
    """Where a redirect leads: a page by its address, or what was typed; empty for none."""
    if redirect is None:
        return ""
    if redirect.redirect_page_id:
        return str(redirect.redirect_page.url_path)[:255]
    return str(redirect.redirect_link)


def _standing(old_path: str) -> Redirect | None:
    return Redirect.objects.filter(old_path=old_path, site=None).first()


def _lock(change: RedirectChange, user: User) -> RedirectChange:
    locked = RedirectChange.objects.select_for_update().filter(pk=change.pk).first()
    if locked is None or not locked.is_waiting:
        raise Refused(_("Somebody has decided about this already."))
    refuse_for(why_not_confirm_redirect(locked.actor_id, user))
    return locked
