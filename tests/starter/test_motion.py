"""The demo in motion: each account finds its work on the dashboard, and readers get none of it."""

import shutil
import tomllib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Page, PageLogEntry
from wagtail_localize.models import Translation

from cms.access.invitations import invite
from cms.access.models import Invitation, Team
from cms.languages import demand
from cms.languages.models import Demand
from cms.mail.models import OutgoingMail
from cms.review.models import Decision, PublicationSet
from cms.review.publication import is_due_by_right
from cms.starter.accounts import ACCOUNTS, demo_password
from cms.starter.loader.drafts import AHEAD
from cms.starter.loader.files import MOTION, StarterContentError, StarterFile, StarterPlace
from cms.starter.loader.motion import set_in_motion
from cms.starter.loader.run import STARTER, seed
from cms.translation.models import Freshness
from tests.pages.whole_site import every_url
from tests.seeding import LANGUAGES, SeededSite, begin_motion
from zine.editions.build import make_editions
from zine.editions.problems import Problem
from zine.models import Edition, ZineIssuePage

pytestmark = pytest.mark.django_db

HOME = reverse("wagtailadmin_home")

# Account: the panels with its work, and what each of them names. Without motion none has any.
WORK: dict[str, dict[str, list[str]]] = {
    "admin": {
        "proposed-leads": ["Chicago: Leads"],
        "failed-editions": ["101: the lists", "where 8 fit"],
        "translations": ["Chapter strategy, 2024", "2 passages to write"],
        "promised": ["The thirtieth of June", "Two chapters introduce themselves"],
    },
    "staff": {
        "proposed-leads": ["Chicago: Leads"],
        "failed-editions": ["101: the lists", "where 8 fit"],
        "what-you-sent": ["About this chapter", "Wisconsin"],
        "promised": ["The thirtieth of June", "1 of 2 texts"],
    },
    "approver": {
        "waiting-for-you": ["About this chapter", "Boston", "Wisconsin"],
        "promised": ["The thirtieth of June", "1 of 2 texts"],
    },
    "boston-editor": {"what-you-sent": ["Boston", "About this chapter"]},
    "boston-lead": {
        "waiting-for-you": ["Boston"],
        "your-invitations": [
            "Boston: Editors",
            "invited-to-boston@example.org",
            "has not come yet",
        ],
    },
    "chicago-editor": {"what-you-sent": ["Contact", "needs changes", "Nobody can promise"]},
    "chicago-lead": {
        "waiting-for-you": ["About this chapter", "Chicago"],
        "your-invitations": ["Chicago: Leads", "waits for the word of national staff"],
    },
    "es-translator": {
        "translations": ["Chapter strategy, 2024", "2 pasajes por escribir"],
        "what-you-sent": ["Prensa"],
    },
    "es-reviewer": {
        "waiting-for-you": ["Prensa"],
        "translations": ["Chapter strategy, 2024", "2 pasajes por escribir"],
    },
    "ar-translator": {"what-you-sent": ["استراتيجية الفروع، 2024"]},
    "ar-reviewer": {"waiting-for-you": ["استراتيجية الفروع، 2024"]},
    "coordinator": {"translations": ["Chapter strategy, 2024", "Kreyòl Ayisyen : 14"]},
}


def sign_in(name: str) -> Client:
    client = Client()
    data = {"username": name, "password": demo_password()}
    response = client.post(reverse("wagtailadmin_login"), data)
    assert response.status_code == 302, name
    return client


def dashboard(client: Client) -> BeautifulSoup:
    response = client.get(HOME)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def panel_of(soup: BeautifulSoup, name: str) -> Tag | None:
    return soup.select_one(f"section#{name}-section")


def panels_in(soup: BeautifulSoup) -> set[str]:
    """The names of our panels, but for those that show how things are and not what waits."""
    names = {str(panel["id"]).removesuffix("-section") for panel in soup.select("section[id]")}
    return names & {name for panels in WORK.values() for name in panels}


def make_issue_editions() -> Edition:
    """What the background worker does after the publication."""
    edition = make_editions(ZineIssuePage.objects.get(number=102))
    assert edition is not None
    return edition


def test_no_account_is_forgotten() -> None:
    assert WORK.keys() == {account.username for account in ACCOUNTS}


@pytest.mark.parametrize("name", WORK)
def test_each_account_finds_its_work(moving_site: SeededSite, name: str) -> None:
    if "failed-editions" in WORK[name]:
        make_issue_editions()
    client = sign_in(name)
    soup = dashboard(client)
    for panel_name, texts in WORK[name].items():
        panel = panel_of(soup, panel_name)
        assert panel is not None, panel_name
        words = " ".join(panel.get_text(" ").split())
        for text in texts:
            assert text in words, f"{panel_name}: {words}"
        link = panel.select_one("a[href^='/admin/']")
        assert link is not None
        assert client.get(str(link["href"]), follow=True).status_code == 200
    assert panels_in(soup) == WORK[name].keys(), "what is not this account's is not shown"


@pytest.mark.parametrize("name", WORK)
def test_without_motion_only_the_translations_wait(seeded_site: SeededSite, name: str) -> None:
    """So what is found above is the motion's; the English moved on with the starter content."""
    client = Client()
    client.force_login(get_user_model().objects.get(username=name))
    concerned = name == "admin" or name.startswith(("es-", "ar-", "coordinator"))
    assert panels_in(dashboard(client)) == ({"translations"} if concerned else set())


@pytest.mark.parametrize("name", ["staff", "es-translator", "coordinator", "boston-lead"])
def test_the_panels_ask_the_same_number_of_questions(moving_site: SeededSite, name: str) -> None:
    make_issue_editions()
    client = Client()
    client.force_login(get_user_model().objects.get(username=name))
    dashboard(client)
    with CaptureQueriesContext(connection) as few:
        dashboard(client)
    add_more_work(moving_site)
    with CaptureQueriesContext(connection) as many:
        dashboard(client)
    assert len(many) == len(few)


def add_more_work(site: SeededSite) -> None:
    """More of everything that the new panels list."""
    for translation in Translation.objects.filter(target_locale__language_code="es")[:5]:
        Freshness.objects.update_or_create(
            translation=translation, defaults={"stale_since": timezone.now()}
        )
    lead = get_user_model().objects.get(username="boston-lead")
    team = Team.objects.get(group=lead.groups.get())
    for number in range(3):
        invite(lead, team, f"another-{number}@example.org")
        page = site.page("en", "press/")
        page.save_revision(approved_go_live_at=timezone.now() + AHEAD)
        PublicationSet.objects.create(name=f"Set {number}")
        issue = site.page(LANGUAGES[number], "zine/101/")
        problem = Problem("failed_machine", None, {"reason": "x"})
        Edition.objects.create(
            issue=issue, key=f"{number}", state="failed", problems=[problem.to_data()]
        )
        demand.tally.add((page.translation_key, "vi"))
    demand.write_down()


# What readers get


def public_addresses() -> list[str]:
    """Every address that leads readers to something, pages and all."""
    feeds = [f"/{code}/{name}" for code in LANGUAGES for name in ("zine/feed/", "feed/")]
    return [
        *every_url(),
        "/sitemap.xml",
        "/robots.txt",
        *feeds,
        *(
            f"/{code}/{address}"
            for code in LANGUAGES
            for address in (
                "zine/worker.js",
                "zine/102/",
                "zine/102/print/",
                "about/elizabeth/",
                "chapters/boston/about/",
                "chapters/rhode-island/about/",
                "search/?q=lists",
                "search/?q=Elizabeth",
            )
        ),
    ]


def everything_public() -> dict[str, tuple[int, bytes]]:
    cache.clear()
    client = Client()
    answers = {url: client.get(url) for url in public_addresses()}
    return {
        url: (answer.status_code, b"".join(answer) if answer.streaming else answer.content)
        for url, answer in answers.items()
    }


def test_readers_get_the_same_bytes(
    seeded_site: SeededSite, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    before = everything_public()
    with django_capture_on_commit_callbacks(execute=True):
        begin_motion()
    after = everything_public()
    differing = [url for url in before if before[url] != after[url]]
    # What is shown to people with an account only asks for one, and says nothing of itself.
    assert differing == ["/en/zine/102/", "/en/zine/102/print/"]
    for url in differing:
        assert after[url] == (302, b"")
    assert sum(status == 200 for status, _content in after.values()) >= len(every_url())


def test_no_mail_goes_out(
    seeded_site: SeededSite, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        begin_motion()
    told = set(OutgoingMail.objects.values_list("to", flat=True))
    assert {"boston-lead@example.org", "ar-reviewer@example.org", "staff@example.org"} <= told
    assert not OutgoingMail.objects.waiting().exists()
    assert not OutgoingMail.objects.exclude(body="").exists()
    assert mail.outbox == []


# What it is made of


def test_every_kind_of_work_is_there(moving_site: SeededSite) -> None:
    kinds = set(Decision.objects.values_list("kind", flat=True))
    assert kinds == {
        "submitted",
        "approved",
        "changes-requested",
        "skipped",
        "held",
        "scheduled",
        "published",
    }
    page = moving_site.page("en", "about/elizabeth/")
    assert not page.live
    (revision,) = page.revisions.filter(approved_go_live_at__isnull=False)
    assert is_due_by_right(revision)
    assert revision.approved_go_live_at - timezone.now() >= AHEAD
    members = PublicationSet.objects.get().members.order_by("pk")
    assert [member.revision is not None for member in members] == [True, False]
    invitations = Invitation.objects.open().order_by("pk")
    assert [each.confirmed_by is not None for each in invitations] == [True, False]
    stale = Freshness.objects.filter(stale_since__isnull=False)
    assert sorted(row.translation.target_locale.language_code for row in stale) == ["ar", "es"]
    assert all(len(row.changed) == 2 and row.told_at for row in stale)
    assert Demand.objects.count() == 3


def test_who_did_it_is_on_record(moving_site: SeededSite) -> None:
    acts = Decision.objects.exclude(kind="skipped")
    assert not acts.filter(actor=None).exists()
    drafts = Page.objects.get(url_path__endswith="/chapters/boston/about/").specific
    entries = PageLogEntry.objects.filter(page=drafts.pk, user__username="boston-editor")
    assert entries.exists()


def test_the_edition_failed_by_itself(moving_site: SeededSite) -> None:
    edition = make_issue_editions()
    assert edition.state == Edition.State.READY
    (problem, *named) = edition.distinct_problems
    assert problem.code == "mini_too_long"
    assert {each.code for each in named} == {"mini_longest"}
    assert {each["kind"] for each in edition.problems} == {"mini-letter.pdf", "mini-a4.pdf"}
    assert not Edition.objects.exclude(pk=edition.pk).exists()


# Sites that lack something


@pytest.fixture
def english(tmp_path: Path) -> Path:
    """The starter content in English alone."""
    for name in ("en", "pictures", "contacts.toml", MOTION, "moved-on.toml"):
        source, target = STARTER / name, tmp_path / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, target)
    return tmp_path


def load(folder: Path) -> None:
    seed(folder, report=lambda _step: None, artwork_scale=0.05)


def test_english_alone_is_in_motion_too(english: Path) -> None:
    load(english)
    assert not Freshness.objects.exists()
    assert not Decision.objects.filter(step="language").exists()
    for name in ("boston-lead", "chicago-editor", "approver", "coordinator"):
        soup = dashboard(sign_in(name))
        for panel_name in WORK[name]:
            assert panel_of(soup, panel_name) is not None, name


def test_what_needs_a_chapter_that_is_not_there_is_left_out(english: Path) -> None:
    for name in ("boston", "rhode-island", "wisconsin"):
        (english / f"en/chapters/{name}.toml").unlink()
    load(english)
    assert not PublicationSet.objects.exists()
    assert Invitation.objects.count() == 1
    titles = Decision.objects.filter(kind="submitted").values_list("title", flat=True)
    assert sorted(titles) == [
        "101: the lists",
        "About this chapter",
        "Contact",
        "The thirtieth of June",
    ]


FAULTS = [
    (
        'by = "boston-editor"\n\n[[texts.changes]]',
        'by = "chicago-editor"\n\n[[texts.changes]]',
        "texts, 1: “chicago-editor” may not do this",
    ),
    ('“Nothing yet” is a fine answer."\nto', 'Nobody wrote this."\nto', "stands 0 times"),
    ('by = "boston-lead"\ncomment', 'by = "chicago-lead"\ncomment', "texts, 2: This step"),
    ('summary = "Who leads the Chicago', 'sumary = "Who leads the Chicago', "“sumary”"),
    ('type = "home.StandardPage"', 'type = "home.Nothing"', "no page type"),
]


@pytest.mark.parametrize(("old", "new", "says"), FAULTS)
def test_a_fault_names_its_place(seeded_site: SeededSite, old: str, new: str, says: str) -> None:
    text = (STARTER / MOTION).read_text(encoding="utf-8")
    assert text.count(old) == 1
    file = StarterFile(tomllib.loads(text.replace(old, new)), StarterPlace(MOTION))
    with pytest.raises(StarterContentError, match=says) as caught:
        set_in_motion(file)
    assert str(caught.value).startswith(MOTION)


def test_a_faulty_motion_leaves_nothing_behind(english: Path) -> None:
    file = english / MOTION
    text = file.read_text(encoding="utf-8").replace('by = "chicago-lead"', 'by = "boston-lead"')
    file.write_text(text, encoding="utf-8")
    with pytest.raises(StarterContentError, match="This step of review is not yours"):
        load(english)
    assert Page.objects.filter(depth__gt=1).count() == 1  # Wagtail's welcome page
    assert not get_user_model().objects.exists()
    assert not OutgoingMail.objects.exists()
