"""Redirects, each decision by itself: who proposes, who confirms, and what is recorded."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import LogContext
from wagtail.models import Page

from cms.review import redirects
from cms.review.models import RedirectChange

from .flow import Flow
from .test_decisions import refused

pytestmark = pytest.mark.django_db

ELSEWHERE = "https://elsewhere.example.org/join"


def propose(user: User, old_path: str = "/join", link: str = ELSEWHERE) -> RedirectChange:
    return redirects.propose(old_path, link, user)


@pytest.mark.parametrize(
    ("link", "own"),
    [
        ("https://testserver/en/", True),
        ("http://testserver/en/", True),
        (f"{settings.WAGTAILADMIN_BASE_URL}/en/", True),
        ("gopher://testserver/en/", False),
        ("//testserver/en/", False),
        ("/en/", False),
        ("", False),
        (ELSEWHERE, False),
    ],
)
def test_which_addresses_are_the_sites_own(flow: Flow, link: str, own: bool) -> None:
    assert redirects.is_of_this_site(link) is own


def test_an_address_is_confirmed_when_an_approver_has_said_so(flow: Flow) -> None:
    change = propose(flow.user("staff"))
    for waiting, by, confirmed in ((True, "approver", False), (False, None, False)):
        change.is_waiting = waiting
        change.confirmed_by = flow.user(by) if by else None
        change.save()
        assert RedirectChange.objects.confirmed(ELSEWHERE) is confirmed
        with pytest.raises(ValidationError):
            redirects.refuse_other_sites(ELSEWHERE)
    change.confirmed_by = flow.user("approver")
    change.save()
    assert RedirectChange.objects.confirmed(ELSEWHERE)
    assert not RedirectChange.objects.confirmed(f"{ELSEWHERE}/more")
    redirects.refuse_other_sites(ELSEWHERE)


def test_who_proposes_what(flow: Flow) -> None:
    assert "national staff" in refused(lambda: propose(flow.user("boston-lead")))
    assert "too long" in refused(
        lambda: propose(flow.user("staff"), link="https://elsewhere.example.org/".ljust(256, "x"))
    )
    propose(flow.user("staff"), "/a", "https://elsewhere.example.org/".ljust(255, "x"))
    assert "path of this site" in refused(lambda: propose(flow.user("staff"), "  "))
    assert "path of this site" in refused(lambda: propose(flow.user("staff"), link="ftp://x.org/"))
    assert "255" in refused(lambda: propose(flow.user("staff"), "/" + "x" * 255))
    change = propose(flow.user("approver"), " /join/ ", "http://elsewhere.example.org/")
    assert (change.old_path, change.actor, change.is_waiting) == (
        "/join",
        flow.user("approver"),
        True,
    )


def test_who_confirms_a_proposal(flow: Flow) -> None:
    change = propose(flow.user("staff"))
    for name in flow.movement.users:
        assert redirects.may_confirm(change, flow.user(name)) is (name == "approver"), name
    assert "approver" in refused(lambda: redirects.confirm(change, flow.user("superuser")))
    assert "approver" in refused(lambda: redirects.turn_down(change, flow.user("staff")))
    own = propose(flow.user("approver"), "/own")
    assert not redirects.may_confirm(own, flow.user("approver"))
    change.is_waiting = False
    assert not redirects.may_confirm(change, flow.user("approver"))


def test_a_confirmed_proposal_takes_the_place_of_what_there_was(flow: Flow) -> None:
    staff, approver = flow.user("staff"), flow.user("approver")
    site = flow.movement.site
    Redirect.objects.create(old_path="/join", redirect_page=flow.page, site=site)
    Redirect.objects.create(old_path="/other", redirect_page=flow.news)
    Redirect.objects.create(old_path="/join", redirect_page=flow.news)
    change = propose(staff)
    assert change.before == flow.news.url_path
    redirects.confirm(change, approver)
    (made,) = Redirect.objects.filter(old_path="/join", site=None)
    assert (made.redirect_link, made.redirect_page) == (ELSEWHERE, None)
    change.refresh_from_db()
    assert (change.is_waiting, change.confirmed_by) == (False, approver)
    (recorded,) = RedirectChange.objects.filter(after=ELSEWHERE).exclude(pk=change.pk)
    assert (recorded.actor, recorded.before) == (approver, flow.news.url_path)
    assert "already" in refused(lambda: redirects.confirm(change, approver))
    assert "already" in refused(lambda: redirects.turn_down(change, approver))
    change.delete()
    assert "already" in refused(lambda: redirects.confirm(change, approver))
    assert Redirect.objects.filter(redirect_link="").count() == 2, "the others lead as before"


def test_what_changes_nothing_is_not_recorded(flow: Flow) -> None:
    with LogContext(user=flow.user("staff")):
        made = Redirect.objects.create(old_path="/join", redirect_page=flow.news)
        made.is_permanent = False
        made.save()
        made.save_base(raw=True)
    change = RedirectChange.objects.get()
    assert (change.before, change.after) == ("", flow.news.url_path)
    assert change.actor == flow.user("staff")


def test_what_reviewers_see_of_changes(flow: Flow) -> None:
    old = propose(flow.user("staff"))
    week = timezone.now() - timedelta(days=7)
    for at, waiting, shown in (
        (week - timedelta(minutes=1), True, True),
        (week - timedelta(minutes=1), False, False),
        (week + timedelta(minutes=1), False, True),
    ):
        RedirectChange.objects.filter(pk=old.pk).update(at=at, is_waiting=waiting)
        assert RedirectChange.objects.shown().exists() is shown


def test_each_change_is_of_its_own_redirect(flow: Flow) -> None:
    """What was is asked of the redirect that is changed; an address is kept as far as it fits."""
    Redirect.objects.create(old_path="/first", redirect_link="/en/first/")
    second = Redirect.objects.create(old_path="/second", redirect_link="/en/second/")
    Page.objects.filter(pk=flow.news.pk).update(url_path="/" + "x" * 300)
    second.redirect_page, second.redirect_link = flow.news, ""
    second.save()
    change = RedirectChange.objects.order_by("pk").last()
    assert change is not None
    assert (change.old_path, change.before) == ("/second", "/en/second/")
    assert change.after == "/" + "x" * 254
