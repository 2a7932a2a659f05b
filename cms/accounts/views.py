"""The one sign-in: a name and a password and then a second factor, or a passkey for all of it."""

from typing import Any

from allauth.mfa.webauthn.internal import auth
from django.contrib.auth.models import User
from django.db.transaction import non_atomic_requests
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views import account

from .code_forms import CodeForm, LonePasskeyForm, PasskeyForm
from .entries import note_wrong_factor
from .factor_resets import LINK, has_opened_link, open_link, waits_for_link
from .factors import has_factor
from .sessions import FACTOR_FIRST, pending, sign_in, wait_for_factor

TOO_MANY_REQUESTS = 429
SIGN_IN, FACTOR = "wagtailadmin_login", "wagtailadmin_login_factor"

# A guess that fails writes nothing, so it need not keep others from writing.
door = method_decorator(
    [non_atomic_requests, never_cache, sensitive_post_parameters()], name="dispatch"
)


@door
class SignInView(account.LoginView):
    """Wagtail's, outside of transactions; an account with a second factor is asked for it."""

    def form_valid(self, form: Any) -> HttpResponse:
        user, shared = form.get_user(), form.cleaned_data["shared"]
        return go_on(self.request, user, self.get_success_url(), shared=shared)

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        if form.is_throttled:
            response.status_code = TOO_MANY_REQUESTS
        return response


@door
class FactorView(View):
    """The second half of a sign-in; until it is done the session is nobody's."""

    def get(self, request: HttpRequest) -> HttpResponse:
        waiting = pending(request)
        if waiting is None:
            return redirect(SIGN_IN)
        if "options" in request.GET:
            return JsonResponse(auth.begin_authentication(waiting.user))
        return self._show(request, CodeForm(user=waiting.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        waiting = pending(request)
        if waiting is None:
            return redirect(SIGN_IN)
        form = factor_form(request, waiting.user)
        if not form.is_valid():
            note_wrong_factor(waiting.user)
            return self._show(request, form)
        sign_in(request, waiting.user, shared=waiting.shared, factor=True)
        return redirect(waiting.next)

    def _show(self, request: HttpRequest, form: Form) -> HttpResponse:
        return render(request, "accounts/factor.html", {"form": form})


@door
class PasskeySignInView(View):
    """A passkey alone: it is something that one has, opened by a finger, a face or a PIN.

    Nobody can guess one, so there is no limit by which somebody could be locked out.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        if "options" in request.GET:
            return JsonResponse(auth.begin_authentication())
        return redirect(SIGN_IN)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = LonePasskeyForm(request.POST)
        destination = destination_of(request)
        user = form.cleaned_data["credential"].user if form.is_valid() else None
        if user is None or not user.is_active:
            messages.error(request, _("This passkey opens no account here."))
            return redirect(f"{reverse(SIGN_IN)}?{urlencode({'next': destination})}")
        form.cleaned_data["credential"].record_usage()
        sign_in(request, user, shared=False, factor=True)
        return redirect(destination)


@door
class NewFactorView(View):
    """The link of who has lost their factor: with the password, it opens the account once more.

    Programs that read mails open links, so that to open it does nothing yet.
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if open_link(request, token):
            messages.info(request, _("Now sign in with your name and your password."))
        else:
            messages.error(request, _("This link holds no longer. Please ask national staff."))
        return redirect(SIGN_IN)


def go_on(request: HttpRequest, user: User, destination: str, *, shared: bool) -> HttpResponse:
    """What follows a right password: the second factor, the link in its place, or the admin."""
    if has_factor(user):
        wait_for_factor(request, user, destination, shared=shared)
        return redirect(FACTOR)
    has_lost_it = waits_for_link(user)
    if has_lost_it and not has_opened_link(request, user):
        messages.error(
            request,
            _(
                "Your second factor was taken away. Open the link in the mail about it in this "
                "browser, then sign in. If it holds no longer, ask national staff."
            ),
        )
        return redirect(SIGN_IN)
    request.session.pop(LINK, None)
    sign_in(request, user, shared=shared, factor=False)
    request.session[FACTOR_FIRST] = has_lost_it
    return redirect(destination)


def factor_form(request: HttpRequest, user: User) -> Form:
    """The form of what was sent: a code, or a passkey's answer."""
    form_class = PasskeyForm if "credential" in request.POST else CodeForm
    return form_class(user=user, data=request.POST)


def destination_of(request: HttpRequest) -> str:
    """The address on this site that a form names, else the dashboard's."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse("wagtailadmin_home")


def lead_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Wagtail's sign-in for readers would be a second door; it leads to the one there is."""
    address = reverse(SIGN_IN)
    wanted = request.GET.get("next", "")
    return redirect(f"{address}?{urlencode({'next': wanted})}" if wanted else address)
