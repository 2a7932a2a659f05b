"""Taking up an invitation: the only page of the site on which an account is made."""

from typing import Any

from django.contrib.auth import get_user_model, login
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.localization import get_available_admin_languages
from wagtail.users.models import UserProfile

from .forms import AccountForm
from .invitations import find, organization_of, take_up, why_closed
from .models import Invitation
from .places import zone_of_team
from .whose_word import NotAllowedError


@transaction.non_atomic_requests
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def take_up_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the invitation of a link, in its own language, and let it be taken up once."""
    invitation = find(token)
    if invitation is None:
        return _closed(request, _("This address leads to no invitation."), 404)
    with override(invitation.language):
        reason = why_closed(invitation)
        if reason:
            return _closed(request, reason, 410)
        try:
            return _answer(request, invitation)
        except NotAllowedError as refusal:
            return _closed(request, str(refusal), 410)


def _answer(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if request.user.is_authenticated:
        if request.method == "POST":
            take_up(invitation, request.user)
            return _welcome(request, invitation)
        return _open(request, invitation)
    form = AccountForm(invitation.email, zone_of_team(invitation.team), request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            user = _new_account(form, invitation)
            take_up(invitation, user)
        # Who has just chosen the password need not show that they know it.
        login(request, user)
        return _welcome(request, invitation)
    return _open(request, invitation, form=form)


def _new_account(form: AccountForm, invitation: Invitation) -> User:
    user = form.save()
    profile = UserProfile(user=user, current_time_zone=form.cleaned_data["time_zone"])
    if invitation.language in dict(get_available_admin_languages()):
        profile.preferred_language = invitation.language
    profile.save()
    return user


def _open(request: HttpRequest, invitation: Invitation, **context: Any) -> HttpResponse:
    known = get_user_model().objects.filter(email__iexact=invitation.email).exists()
    sign_in = f"{reverse('wagtailadmin_login')}?next={request.path}"
    context |= {
        "invitation": invitation,
        "organization": organization_of(invitation),
        "has_account": known,
        "login": sign_in,
    }
    return render(request, "access/invitation.html", context)


def _closed(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    return render(request, "access/invitation_closed.html", {"reason": reason}, status=status)


def _welcome(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    messages.success(
        request, _("Welcome. You are in the team “%(team)s” now.") % {"team": invitation.team.title}
    )
    return redirect("wagtailadmin_home")
