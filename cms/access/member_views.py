"""Members in the admin: who is in a team, who is invited, and the changes of both."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages

from .forms import InvitationForm
from .invitations import confirm, invite, withdraw
from .limits import make_limited_team, territories_to_limit_to
from .models import Invitation, Removal, Team
from .places import Place, place_managed_by, places_managed_by, slug_of
from .policy import Scope, roles_with
from .querysets import account_of, teams_managed_by
from .removals import keep, remove
from .screens import MEMBERS, AccessScreen
from .whose_word import NotAllowedError, gives_its_word, seconds


class MembersView(AccessScreen, TemplateView):
    """The places whose members the account manages; straight to the place if it is one."""

    template_name = "access/members.html"
    page_title = gettext_lazy("Members")
    header_icon = "group"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        places = places_managed_by(account_of(request))
        if len(places) == 1:
            return redirect("members:place", places[0].slug)
        return self.render_to_response(self.get_context_data(places=places))


class PlaceMixin(AccessScreen):
    """A screen about a place that the account manages; others do not exist for it."""

    header_icon = "group"

    @cached_property
    def place(self) -> Place:
        place = place_managed_by(account_of(self.request), self.kwargs["slug"])
        if place is None:
            raise Http404
        return place

    def further_breadcrumbs(self) -> list[dict[str, Any]]:
        return [MEMBERS, {"url": "", "label": self.place.name}]


@dataclass(frozen=True)
class Shown:
    """A team on the screen, and what whoever looks at it may do: alone, or as the second one."""

    team: Team
    may_decide: bool
    may_second: bool


class PlaceView(PlaceMixin, TemplateView):
    """The members of a place's teams, and the invitations under way."""

    template_name = "access/place.html"
    page_title = gettext_lazy("Members")

    def get_page_subtitle(self) -> str:
        return self.place.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = account_of(self.request)
        teams = [
            Shown(team, gives_its_word(user, team), seconds(user, team))
            for team in self.place.teams
        ]
        of_language = self.place.scope is Scope.LANGUAGE
        return super().get_context_data(**kwargs) | {
            "place": self.place,
            "teams": teams,
            "chapters": territories_to_limit_to() if of_language else [],
            "roles": list(roles_with(Scope.LANGUAGE)),
        }


class LimitView(PlaceMixin, View):
    """Makes a language's team for one chapter only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        locale = self.place.teams[0].locale
        if locale is None:
            raise Http404
        try:
            role, territory = request.POST.get("role", ""), request.POST.get("territory", "")
            make_limited_team(account_of(request), locale, role, territory)
        except NotAllowedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("There is such a team now. Please invite its members."))
        return redirect("members:place", self.place.slug)


class InviteView(PlaceMixin, FormView):
    """The form by which somebody is invited to a team of a place."""

    template_name = "access/invite.html"
    form_class = InvitationForm
    page_title = gettext_lazy("Invite somebody")

    def further_breadcrumbs(self) -> list[dict[str, Any]]:
        place = {"url": reverse("members:place", args=[self.place.slug]), "label": self.place.name}
        return [MEMBERS, place, {"url": "", "label": _("Invite somebody")}]

    def get_form_kwargs(self) -> dict[str, Any]:
        initial = {"team": self.place.teams[0]}
        return {**super().get_form_kwargs(), "place": self.place, "initial": initial}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        needs_word = [
            team for team in self.place.teams if not gives_its_word(account_of(self.request), team)
        ]
        return super().get_context_data(**kwargs) | {"place": self.place, "needs_word": needs_word}

    def form_valid(self, form: InvitationForm) -> HttpResponse:
        values = form.cleaned_data
        try:
            invitation = invite(
                account_of(self.request), values["team"], values["email"], values["language"]
            )
        except NotAllowedError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        if invitation.confirmed_by_id:
            messages.success(self.request, _("The invitation is on its way."))
        else:
            told = (
                _("Proposed. The mail goes out once another staff member has agreed.")
                if values["team"].takes_two
                else _("Proposed. The mail goes out once a staff member has agreed.")
            )
            messages.success(self.request, told)
        return redirect("members:place", self.place.slug)


class RemoveView(AccessScreen, TemplateView):
    """Asks before somebody is removed from a team, and removes them."""

    template_name = "access/remove.html"
    page_title = gettext_lazy("Remove from the team")
    header_icon = "group"

    @cached_property
    def team(self) -> Team:
        return get_object_or_404(
            teams_managed_by(account_of(self.request)), pk=self.kwargs["team_id"]
        )

    @cached_property
    def member(self) -> User:
        members = get_user_model().objects.filter(groups=self.team.group_id)
        return get_object_or_404(members, pk=self.kwargs["user_id"])

    def further_breadcrumbs(self) -> list[dict[str, Any]]:
        return [MEMBERS, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "team": self.team,
            "member": self.member,
            "back": reverse("members:place", args=[slug_of(self.team)]),
            "takes_two": self.team.takes_two
            and not gives_its_word(account_of(self.request), self.team)
            and self.member != self.request.user,
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        name = self.member.get_username()
        try:
            is_removed = remove(account_of(request), self.team, self.member)
        except NotAllowedError as refusal:
            messages.error(request, str(refusal))
        else:
            told = (
                _("%(name)s is no longer in the team.")
                if is_removed
                else _("Proposed. %(name)s is removed once another staff member has agreed.")
            )
            messages.success(request, told % {"name": name})
        return _back(request, self.team)


class InvitationView(View):
    """A decision about an open invitation, by a button on the place's screen."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, invitation_id: int) -> HttpResponseBase:
        """Decide, and say what came of it."""
        invitation = get_object_or_404(
            Invitation.objects.open()
            .filter(team__in=teams_managed_by(account_of(request)).values("pk"))
            .select_related("team__locale"),
            pk=invitation_id,
        )
        try:
            message = self.decide(account_of(request), invitation)
        except NotAllowedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, message)
        return _back(request, invitation.team)

    def decide(self, user: User, invitation: Invitation) -> str:
        """Take the decision; return a sentence about it. Raises NotAllowedError."""
        raise NotImplementedError


class WithdrawView(InvitationView):
    def decide(self, user: User, invitation: Invitation) -> str:
        withdraw(user, invitation)
        return _("The invitation has been withdrawn.")


class ConfirmView(InvitationView):
    def decide(self, user: User, invitation: Invitation) -> str:
        confirm(user, invitation)
        return _("Thank you. The invitation is on its way.")


class KeepView(View):
    """Withdraws a proposal to remove somebody, by a button on the place's screen."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, removal_id: int) -> HttpResponseBase:
        """Withdraw it, and say so."""
        removal = get_object_or_404(
            Removal.objects.open()
            .filter(team__in=teams_managed_by(account_of(request)).values("pk"))
            .select_related("team__group", "account"),
            pk=removal_id,
        )
        try:
            keep(account_of(request), removal)
        except NotAllowedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The proposal has been withdrawn."))
        return _back(request, removal.team)


def _back(request: HttpRequest, team: Team) -> HttpResponse:
    """To the place of the team, or to the dashboard for those who have just left it."""
    if place_managed_by(account_of(request), slug_of(team)) is None:
        return redirect("wagtailadmin_home")
    return redirect("members:place", slug_of(team))
