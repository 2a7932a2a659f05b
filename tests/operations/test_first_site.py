"""A new site begins with drafts that say what to write, and with invitations to who writes them."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Locale, Page, Revision, Site

from chapters.models import ChapterPage
from cms.access.models import Invitation, Team
from cms.mail.models import OutgoingMail
from cms.pages.publish_checks import problems
from home.models import AboutPage, HomePage, SiteIdentity

pytestmark = pytest.mark.django_db
STAFF = ["one@example.org", "two@example.org"]
APPROVERS = ["three@example.org", "four@example.org"]


@pytest.fixture
def operator() -> User:
    return User.objects.create_superuser("operator", email="operator@example.org")


def init_site(*more: str) -> None:
    call_command(
        "init_site",
        "--name=The Organization",
        *["--staff", *STAFF],
        *["--approvers", *APPROVERS],
        *["--chapter", "New York City", "New York", "lead@example.org"],
        *["--chapter", "Boston", "Massachusetts"],
        *more,
    )


@pytest.fixture
def site(operator: User) -> HomePage:
    init_site()
    return HomePage.objects.get()


def test_pages_wait_as_drafts(site: HomePage) -> None:
    pages = site.get_descendants(inclusive=True).specific()
    first = [page.slug for page in pages if page.depth < 4]
    assert first == [
        *("en", "about", "principles", "chapters", "zine", "privacy", "accessibility", "press")
    ]
    # A chapter brings its own first pages.
    below = [page.slug for page in pages if page.depth >= 4]
    assert below == ["new-york-city", "about", "contact", "boston", "about", "contact"]
    for page in pages:
        assert not page.live
        assert Revision.objects.for_instance(page).count() == 1
    assert ChapterPage.objects.get(slug="boston").place == "Massachusetts"
    assert {*Locale.objects.values_list("language_code", flat=True)} == {*dict(settings.LANGUAGES)}


def test_the_site_and_its_identity_stand(site: HomePage, settings: Any) -> None:
    assert Site.objects.get().root_page_id == site.pk
    identity = SiteIdentity.objects.get()
    assert (identity.organization_name, identity.live) == ("The Organization", False)
    menu, footer = (
        [each.value["page"].slug for each in menu] for menu in (identity.menu, identity.footer)
    )
    assert menu == ["about", "principles", "chapters", "zine"]
    assert footer == ["privacy", "accessibility", "press"]


def test_readers_see_none_of_it(site: HomePage, client: Client) -> None:
    for address in ("/", "/en/", "/en/about/", "/en/chapters/boston/", "/sitemap.xml"):
        answer = client.get(address, follow=True)
        text = answer.content.decode()
        assert answer.status_code in (200, 404), address
        assert "Guidance" not in text
        assert "Boston" not in text
        assert "Wagtail" not in text
    assert client.get("/en/").status_code == 404


def test_people_are_invited_to_their_teams(site: HomePage) -> None:
    invited = {
        (each.email, each.team.role_key): each.confirmed_by_id is not None
        for each in Invitation.objects.select_related("team")
    }
    assert invited == {
        **{(address, "staff"): True for address in STAFF},
        **{(address, "approvers"): True for address in APPROVERS},
        ("lead@example.org", "leads"): True,
    }
    lead = Invitation.objects.get(email="lead@example.org")
    chapter = ChapterPage.objects.get(slug="new-york-city")
    assert lead.team.territory == chapter.translation_key
    assert OutgoingMail.objects.count() == 5
    assert Team.objects.filter(role_key="editors").count() == 2


def test_no_page_with_guidance_can_be_submitted(site: HomePage) -> None:
    for page in site.get_descendants(inclusive=True).filter(depth__lt=5).specific():
        assert [each for each in problems(page) if "guidance" in each.sentence]
    page = AboutPage.objects.get()
    page.summary, page.body = "Who we are.", [("paragraph", {"text": "Some text."})]
    assert not [each for each in problems(page) if "guidance" in each.sentence]


def test_every_draft_opens_and_so_does_its_preview(
    site: HomePage, client: Client, operator: User
) -> None:
    client.force_login(operator)
    for page in site.get_descendants(inclusive=True):
        assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
        answer = client.get(f"/admin/pages/{page.pk}/view_draft/")
        assert answer.status_code == 200
        if page.depth < 5:
            body = BeautifulSoup(answer.content, "html.parser").select_one("main")
            assert body is not None
            assert "[Guidance]" in body.get_text()


def test_where_there_is_content_nothing_is_made(site: HomePage) -> None:
    before = (Page.objects.count(), Invitation.objects.count(), Team.objects.count())
    with pytest.raises(CommandError, match="There is content here already"):
        init_site()
    assert (Page.objects.count(), Invitation.objects.count(), Team.objects.count()) == before


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--staff", "nobody"], "nobody is no e-mail address."),
        (["--chapter", "Boston"], "A chapter has a name, a place and perhaps the address"),
        (["--chapter", "Boston", "x", "y", "z"], "this is something else: Boston x y z."),
        (["--operator=somebody"], "There is no such superuser yet"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_made(
    operator: User, more: list[str], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        init_site(*more)
    assert not HomePage.objects.exists()
    assert not Invitation.objects.exists()


def test_of_several_operators_one_is_named(operator: User) -> None:
    User.objects.create_superuser("another")
    with pytest.raises(CommandError, match="Name the superuser who invites"):
        init_site()
    init_site("--operator=operator")
    assert {each.invited_by for each in Invitation.objects.all()} == {operator}


def test_staff_read_what_is_missing_until_the_home_page_is_live(
    site: HomePage, client: Client, operator: User
) -> None:
    client.force_login(operator)
    assert (done(client), number_of(client)) == (0, 13)
    for role in ("staff", "approvers"):
        for number in range(2):
            account = User.objects.create_user(f"{role}{number}")
            account.groups.add(Team.objects.get(role_key=role).group)
    assert done(client) == 2
    for team in Team.objects.filter(role_key="leads"):
        team.group.user_set.add(operator)
    AboutPage.objects.update(live=True)
    assert done(client) == 4
    HomePage.objects.update(live=True)
    assert number_of(client) == 0


def test_nobody_but_staff_reads_of_it(site: HomePage, client: Client) -> None:
    somebody = User.objects.create_user("somebody")
    somebody.groups.add(Team.objects.filter(role_key="editors")[0].group)
    client.force_login(somebody)
    assert number_of(client) == 0


def items(client: Client) -> list[Any]:
    page = BeautifulSoup(client.get("/admin/").content, "html.parser")
    return list(page.select(".first-site li"))


def number_of(client: Client) -> int:
    return len(items(client))


def done(client: Client) -> int:
    return sum("Done:" in item.get_text() for item in items(client))
