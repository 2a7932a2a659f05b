"""Signing in and changing over, and the tour."""

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.factor_resets import waits_for_link
from cms.accounts.factors import has_factor
from cms.accounts.sessions import leave
from cms.accounts.views import go_on

from .accounts import open_accounts
from .arrival import expect_arrival
from .conditions import is_on
from .tour import STEPS

BACKEND = "django.contrib.auth.backends.ModelBackend"


@transaction.non_atomic_requests
@never_cache
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with the account whose button was pressed, and go on to where the form says.

    Outside a transaction, since trying a password takes long and others want to write meanwhile.
    """
    if not is_on():
        raise Http404
    destination = _destination(request)
    user = open_accounts().get(request.POST.get("account", ""))
    if user is None:
        messages.error(
            request,
            _("The demo's password does not open this account. Sign in with its own password."),
        )
        if request.user.is_authenticated:
            return HttpResponseRedirect(destination)
        return redirect_to_login(destination, reverse("wagtailadmin_login"))
    if has_factor(user) or waits_for_link(user):
        # A button stands for the password, and for no more.
        return go_on(request, user, destination, shared=False)
    leave(request)
    login(request, user, backend=BACKEND)
    request.session.set_expiry(0)  # As Wagtail does where “Remember me” is not ticked.
    expect_arrival(request, destination)
    return HttpResponseRedirect(destination)


def _destination(request: HttpRequest) -> str:
    """The address on this site that the form names, else the dashboard's."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None, require_https=request.is_secure()
    )
    return wanted if is_ours and wanted.startswith("/") else reverse("wagtailadmin_home")


class TourView(WagtailAdminTemplateMixin, TemplateView):
    """The tour, in the language of whoever takes it."""

    template_name = "demo/tour.html"
    page_title = gettext_lazy("A tour of five minutes")
    header_icon = "help"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Wagtail's steps, and this screen, which the last one heads."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"steps": STEPS}
