"""One click signs in, one click changes over, as a browser without scripts does it."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings
from wagtail.users.models import UserProfile

from cms.access.policy import ROLES
from cms.accounts.models import OpenSession
from cms.demo.accounts import SUPERUSER, WORDS, offers
from tests.access.conftest import same_session
from tests.access.movement import PASSWORD, Movement
from tests.access.test_second_factor import code_of, set_up

from .visitor import DASHBOARD, LOGIN, Visitor, edit_address

pytestmark = pytest.mark.django_db

THERE = {"admin", "staff", "approver", "coordinator", "boston-editor", "boston-lead"}
THERE |= {"chicago-editor", "chicago-lead", "es-translator", "es-reviewer"}


def user_of(visitor: Visitor) -> str:
    return User.objects.get(pk=visitor.account).username if visitor.account else ""


def test_the_accounts_stand_on_the_page_to_sign_in_with_what_each_may_do(demo: Movement) -> None:
    visitor = Visitor().go(LOGIN)
    assert set(visitor.offered) == THERE
    assert visitor.offered["boston-editor"] == "Boston's editor: write and submit"
    assert visitor.offered["es-reviewer"].startswith("Reviewer of Spanish: ")
    assert "This is the demo" in visitor.words
    assert visitor.page.select_one("#id_password") is not None


def test_they_stand_there_in_the_visitors_language(demo: Movement) -> None:
    visitor = Visitor().go(LOGIN, **{"accept-language": "es"})
    assert visitor.offered["es-translator"] != Visitor().go(LOGIN).offered["es-translator"]
    assert "Español" in visitor.offered["es-translator"]
    assert "Boston" in visitor.offered["boston-lead"]


def test_a_chapter_has_its_name_in_the_visitors_language(demo: Movement) -> None:
    page = demo.chapters["boston"].get_translation(demo.homes["es"].locale)
    page.title = "Bostón"
    page.save()
    assert "Bostón" in Visitor().go(LOGIN, **{"accept-language": "es"}).offered["boston-lead"]
    assert "Boston" in Visitor().go(LOGIN, **{"accept-language": "ar"}).offered["boston-lead"]


@pytest.mark.parametrize("name", sorted(THERE))
def test_one_click_signs_in(demo: Movement, name: str) -> None:
    visitor = Visitor().go(LOGIN).press(name)
    assert visitor.at == DASHBOARD
    assert user_of(visitor) == name
    assert visitor.client.session.get_expire_at_browser_close()


def test_whoever_came_for_a_page_is_led_there(demo: Movement) -> None:
    wanted = edit_address(demo.places["boston", "en"].plan)
    visitor = Visitor()
    visitor.response = visitor.client.get(wanted, follow=True)
    assert visitor.at == LOGIN
    assert visitor.press("boston-editor").at == wanted


def test_every_page_of_the_admin_says_that_it_is_the_demo_and_who_one_is(demo: Movement) -> None:
    visitor = Visitor().go(LOGIN).press("boston-editor")
    addresses = [DASHBOARD, edit_address(demo.places["boston", "en"].plan), "/admin/account/"]
    for address in (*addresses, "/admin/images/", "/admin/review/"):
        [bar] = visitor.go(address).page.select(".demo-bar")
        assert "Demo" in bar.get_text()
        assert "Boston's editor" in bar.get_text()
        assert set(visitor.offered) == THERE


def test_one_click_changes_over_and_stays_on_the_page(demo: Movement) -> None:
    address = edit_address(demo.places["boston", "en"].plan)
    visitor = Visitor().go(LOGIN).press("boston-editor").go(address)
    before = visitor.client.session.session_key
    visitor.press("boston-lead")
    assert visitor.at == address
    assert visitor.response.status_code == 200
    assert user_of(visitor) == "boston-lead"
    assert "Boston's lead" in str(visitor.page.select_one(".demo-bar p"))
    assert visitor.client.session.session_key != before


def test_the_query_of_a_page_stays_too(demo: Movement) -> None:
    visitor = Visitor().go(LOGIN).press("staff").go("/admin/review/?language=es")
    assert visitor.response.status_code == 200
    assert visitor.press("approver").response.request["QUERY_STRING"] == "language=es"


def test_what_the_other_account_may_not_see_leads_to_its_dashboard(demo: Movement) -> None:
    """With a sentence that blames nobody."""
    visitor = Visitor().go(LOGIN).press("boston-editor")
    visitor.go(edit_address(demo.places["boston", "en"].plan)).press("chicago-lead")
    assert visitor.at == DASHBOARD
    assert user_of(visitor) == "chicago-lead"
    told = [item.get_text(" ", strip=True) for item in visitor.page.select(".messages li")]
    assert len(told) == 1, told
    assert "not for this account" in told[0]
    visitor.go(DASHBOARD)
    assert not visitor.page.select(".messages ul li")


def test_a_page_that_is_gone_leads_to_the_dashboard(demo: Movement) -> None:
    visitor = Visitor().go(LOGIN).press("boston-editor", next="/admin/pages/999999/edit/")
    assert visitor.at == DASHBOARD
    assert user_of(visitor) == "boston-editor"


def test_the_sentence_comes_after_changing_over_alone(demo: Movement) -> None:
    """Whoever types an address is refused as everywhere."""
    visitor = Visitor().go(LOGIN).press("chicago-lead")
    address = edit_address(demo.places["boston", "en"].plan)
    visitor.response = visitor.client.get(address, follow=True)
    assert visitor.at == DASHBOARD
    assert "do not have permission" in visitor.words


def test_an_account_that_may_enter_nothing_is_told_so(demo: Movement) -> None:
    User.objects.get(username="boston-editor").groups.clear()
    visitor = Visitor().go(LOGIN).press("boston-editor")
    assert visitor.at == LOGIN
    assert "Your account is in no team any more" in visitor.words
    assert visitor.press("boston-lead").at == DASHBOARD


def test_the_bar_is_in_the_visitors_language_whatever_the_accounts_is(demo: Movement) -> None:
    """Whoever changes over to a translator finds the way back."""
    translator = User.objects.get(username="es-translator")
    UserProfile.objects.create(user=translator, preferred_language="ar")
    visitor = Visitor().go(LOGIN).press("es-translator")
    page = visitor.page
    assert page.html is not None
    assert page.html["dir"] == "rtl"
    [bar] = page.select(".demo-bar [lang]")
    assert (bar["lang"], bar["dir"]) == ("en", "ltr")
    assert "Change over" in bar.get_text()


def test_an_account_of_ones_own_may_change_over_too(demo: Movement) -> None:
    visitor = Visitor()
    visitor.client.login(username="emergency", password=PASSWORD)
    visitor.go(DASHBOARD)
    assert "emergency" in str(visitor.page.select_one(".demo-bar p"))
    assert user_of(visitor.press("boston-lead")) == "boston-lead"


def test_a_name_and_a_password_work_as_before(demo: Movement) -> None:
    client = Client()
    data = {"username": "boston-lead", "password": settings.DEMO_PASSWORD, "next": DASHBOARD}
    assert client.post(LOGIN, data, follow=True).request["PATH_INFO"] == DASHBOARD


def test_the_form_does_not_take_the_focus_from_the_accounts(demo: Movement) -> None:
    assert not Visitor().go(LOGIN).page.select("[autofocus]")


def test_there_are_words_for_every_role() -> None:
    assert set(WORDS) == {SUPERUSER, *ROLES}


def test_readers_pages_know_nothing_of_it(demo: Movement) -> None:
    visitor = Visitor().go(LOGIN).press("boston-editor").go("/en/")
    assert visitor.response.status_code == 200
    assert "demo" not in visitor.response.content.decode()
    assert "Cookie" not in visitor.response.headers.get("Vary", "")


def test_what_the_list_costs(
    demo: Movement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """One query for the accounts, one for the chapters' names."""
    with django_assert_num_queries(2):
        assert len(offers()) == len(THERE)


def test_without_the_demos_content_there_is_no_list(db: None) -> None:
    visitor = Visitor().go(LOGIN)
    assert visitor.response.status_code == 200
    assert not visitor.offered
    assert "This is the demo" not in visitor.words


def test_the_demo_asks_for_a_second_factor_where_it_is_told_to(
    demo: Movement, settings: Settings
) -> None:
    """And says so; then a button stands for the password, and for no more."""
    assert "asks for no second factor" in Visitor().go(LOGIN).words
    assert "REQUIRE_SECOND_FACTOR=1" in Visitor().go(LOGIN).words
    settings.REQUIRE_SECOND_FACTOR = True
    visitor = Visitor().go(LOGIN)
    assert "asks each account for a second factor" in visitor.words
    assert visitor.press("boston-editor").at == reverse("second_factor:index")
    visitor.client = same_session(visitor.client)
    secret, _codes = set_up(visitor.client)
    assert visitor.go(DASHBOARD).at == DASHBOARD
    again = Visitor().go(LOGIN).press("boston-editor")
    assert again.at == reverse("wagtailadmin_login_factor")
    assert not again.account
    again.client = same_session(again.client)
    again.client.post(again.at, {"code": code_of(secret, ahead=1)})
    assert user_of(again) == "boston-editor"


def test_changing_over_leaves_no_session_behind(demo: Movement) -> None:
    before = OpenSession.objects.count()
    Visitor().go(LOGIN).press("staff").press("boston-editor").press("boston-lead")
    assert OpenSession.objects.count() == before + 1
