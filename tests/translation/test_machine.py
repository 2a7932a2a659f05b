"""Machine drafts: off by default, asked of one's own server, of nothing but what is public."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any, ClassVar

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, PageViewRestriction
from wagtail_localize.models import StringTranslation

from cms.translation.machinery.address import THIS_MACHINE, problem_with, translation_server
from cms.translation.machinery.drafting import to_send
from cms.translation.machinery.protection import protect
from cms.translation.machinery.server import NoAnswer
from cms.translation.models import Contributor, GlossaryTerm, GlossaryWording, MachineDraft
from cms.translation.records import start_record

from .world import World, put

pytestmark = pytest.mark.django_db


class Libre(BaseHTTPRequestHandler):
    """A server that speaks LibreTranslate's protocol and turns each text into ``ar:`` and it."""

    asked: ClassVar[list[dict[str, Any]]] = []
    status: ClassVar[int] = 200
    answer: ClassVar[bytes | None] = None
    said: ClassVar[str] = "ar: {}"
    languages: ClassVar[list[dict[str, Any]]] = []

    def do_GET(self) -> None:
        self._say(self.languages)

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Libre.asked.append(asked)
        self._say({"translatedText": [self.said.format(text) for text in asked["q"]]})

    def _say(self, answer: Any) -> None:
        content = self.answer if self.answer is not None else json.dumps(answer).encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: Any) -> None:
        """Nothing is told on the console."""


@contextmanager
def libre_server() -> Iterator[str]:
    """Run it on this machine, as if it had just been started; yield its address."""
    Libre.asked, Libre.status, Libre.answer, Libre.said = [], 200, None, "ar: {}"
    Libre.languages = [
        {"code": "en", "name": "English", "targets": ["ar", "es", "zh-Hans"]},
        {"code": "ar", "name": "Arabic", "targets": ["en"]},
    ]
    server = HTTPServer(("127.0.0.1", 0), Libre)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def libre(settings: Any) -> Iterator[type[Libre]]:
    with libre_server() as address:
        settings.TRANSLATION_SERVER = address
        settings.TRANSLATION_SERVER_KEY = "a key"
        yield Libre


@contextmanager
def committed(capture: Any) -> Iterator[None]:
    with capture(execute=True):
        yield


def ask(world: World, capture: Any, who: str = "ar-translator", name: str = "about") -> Any:
    address = reverse("translation:machine", args=[world.translation(name, "ar").pk])
    with committed(capture):
        return world.client(who).post(address, headers={"X-Requested-With": "XMLHttpRequest"})


def drafts() -> Any:
    return StringTranslation.objects.filter(translation_type="machine", locale__language_code="ar")


def sent(libre: type[Libre]) -> list[str]:
    return [text for asked in libre.asked for text in asked["q"]]


def test_it_is_off_by_default(world: World, django_capture_on_commit_callbacks: Any) -> None:
    assert ask(world, django_capture_on_commit_callbacks).status_code == 404
    assert (
        "Ask the machine" not in world.client("ar-translator").get(world.editor("about", "ar")).text
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://libretranslate.com",
        "http://127.0.0.1.example.org",
        "http://localhost@example.org/",
        "http://me:secret@localhost:5000",
        "ftp://localhost",
        "localhost:5000",
        "http://",
        "http://[::1",
        "http://localhost:99999",
        "http://localhost:5000/?q=1",
        "//localhost",
    ],
)
def test_foreign_hosts_do_not_start(address: str, settings: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match="TRANSLATION_SERVER"):
        translation_server(address, THIS_MACHINE)
    settings.TRANSLATION_SERVER = address
    assert "translation.E001" in {message.id for message in run_checks()}


@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        ("", ()),
        ("http://127.0.0.1:5000/", THIS_MACHINE),
        ("http://[::1]:5000", THIS_MACHINE),
        ("https://translate.internal/libre", ["translate.internal"]),
    ],
)
def test_own_hosts_do(address: str, hosts: list[str]) -> None:
    assert problem_with(address, hosts) == ""
    assert translation_server(address, hosts) == address.rstrip("/")


def test_what_is_missing_is_drafted_and_marked(
    world: World, libre: type[Libre], django_capture_on_commit_callbacks: Any
) -> None:
    world.write("ar-translator", "about", "ar", "title", "من نحن")
    before = world.readers_see()
    assert ask(world, django_capture_on_commit_callbacks).status_code == 302
    assert drafts().count() == len(world.segments("about")) - 1
    assert {row.tool_name for row in drafts()} == {"LibreTranslate"}
    assert StringTranslation.objects.get(data="من نحن").translation_type == "manual"
    assert all(each["format"] == "html" and each["api_key"] == "a key" for each in libre.asked)
    assert {(each["source"], each["target"]) for each in libre.asked} == {("en", "ar")}
    assert not Contributor.objects.exclude(user=world.users["ar-translator"]).exists()
    text = world.client("ar-translator").get(world.editor("about", "ar")).text
    assert "as a machine made it" in text
    assert f"A machine drafted {drafts().count()} passages" in text
    assert world.readers_see() == before
    again = len(libre.asked)
    ask(world, django_capture_on_commit_callbacks)
    assert len(libre.asked) == again


def test_a_machines_text_is_never_submitted(
    world: World, libre: type[Libre], django_capture_on_commit_callbacks: Any
) -> None:
    ask(world, django_capture_on_commit_callbacks)
    response = world.submit("ar-translator", "about", "ar")
    assert response.status_code == 422
    assert "as a machine made" in response.text
    assert world.page("about", "ar").current_workflow_state is None
    address = world.editor("about", "ar")
    client = world.client("ar-translator")
    first, *others = world.segments("about")
    kept = drafts().get(context=first.context).data
    put(client, world.address("about", "ar", others[0]), "كتبها إنسان")
    assert client.post(address, {"take": f"{first.pk}-machine"}).status_code == 302
    touched = StringTranslation.objects.get(context=first.context, locale__language_code="ar")
    assert (touched.data, touched.translation_type) == (kept, "manual")
    assert touched.last_translated_by == world.users["ar-translator"]
    assert drafts().count() == len(others) - 1
    for segment in others[1:]:
        assert client.post(address, {"take": f"{segment.pk}-machine"}).status_code == 302
    assert world.submit("ar-translator", "about", "ar").status_code == 302


def test_neither_slugs_nor_addresses_are_sent(
    world: World, libre: type[Libre], django_capture_on_commit_callbacks: Any
) -> None:
    ask(world, django_capture_on_commit_callbacks)
    assert any('<a id="a1">' in text for text in sent(libre))
    assert not [text for text in sent(libre) if "example.org" in text or text == "about"]


def test_what_is_not_public_is_not_sent(
    world: World, libre: type[Libre], django_capture_on_commit_callbacks: Any
) -> None:
    page = world.page("about", "en")
    restriction = PageViewRestriction.objects.create(
        page=world.pages["home"], restriction_type=PageViewRestriction.LOGIN
    )
    ask(world, django_capture_on_commit_callbacks)
    restriction.delete()
    page.unpublish()
    ask(world, django_capture_on_commit_callbacks)
    assert libre.asked == []
    order = MachineDraft.objects.get()
    assert order.state == "failed"
    assert "What is not public" in order.message
    assert order.message in world.client("ar-translator").get(world.editor("about", "ar")).text


def test_words_that_readers_do_not_see_any_more_are_not_sent(world: World) -> None:
    """The source is brought up to date in the background; until then it holds old words."""
    page = world.page("about", "en")
    type(page).objects.filter(pk=page.pk).update(title="Other words", summary="")
    paths = {one_segment.path for one_segment in to_send(world.translation("about", "ar"))}
    assert "title" not in paths
    assert "summary" not in paths
    assert paths


def test_a_draft_of_the_source_is_not_sent(
    world: World, libre: type[Libre], django_capture_on_commit_callbacks: Any
) -> None:
    page = world.page("about", "en")
    page.title = "A SECRET plan"
    page.save_revision()
    ask(world, django_capture_on_commit_callbacks)
    assert libre.asked
    assert "SECRET" not in str(libre.asked)


def test_records_are_not_sent(
    world: World, libre: type[Libre], django_capture_on_commit_callbacks: Any
) -> None:
    arabic = Locale.objects.get(language_code="ar").pk
    (translation,) = start_record(world.pages["partner"], [arabic])
    with pytest.raises(NoAnswer):
        to_send(translation)
    ask(world, django_capture_on_commit_callbacks, name="partner")
    assert libre.asked == []


def test_terms_of_the_glossary_are_protected(
    world: World, libre: type[Libre], django_capture_on_commit_callbacks: Any
) -> None:
    term = GlossaryTerm.objects.create(term="prison")
    arabic = Locale.objects.get(language_code="ar")
    GlossaryWording.objects.create(term=term, locale=arabic, text="سجن & حبس")
    GlossaryTerm.objects.create(term="all together", stays=True)
    ask(world, django_capture_on_commit_callbacks)
    assert not [text for text in sent(libre) if "prison" in text or "all together" in text]
    texts = set(drafts().values_list("data", flat=True))
    assert any("سجن &amp; حبس" in text for text in texts)
    assert any("all together" in text for text in texts)
    assert not any("QX" in text for text in texts)


class OneTerm:
    """Every piece between spaces that is ``us`` is a term."""

    wanted = ("نحن",)

    def pieces(self, text: str) -> list[tuple[str, Any]]:
        return [(word, self if word == "us" else None) for word in text.split(" ")]


def test_a_lost_or_doubled_sign_makes_a_text_useless() -> None:
    protected = protect('us <a id="us">and</a> us', OneTerm())
    assert protected.text.startswith("QX0XQ")
    assert '<a id="us">' in protected.text
    assert protected.restored("و qx1xq و QX0XQ") == "و نحن و نحن"
    for translated in ("QX0XQ", "QX0XQ QX0XQ QX1XQ", "QX0XQ QX1XQ QX2XQ", ""):
        assert protected.restored(translated) is None
    own = protect("QX0XQ us", OneTerm())
    assert own.restored("QX0XQ us") is None or own.wordings == ()


@pytest.mark.parametrize(
    ("status", "answer", "message"),
    [
        (500, b"{}", "refused (500)"),
        (302, b"{}", "refused (302)"),
        (403, b'{"error": "key"}', "refused (403)"),
        (200, b"<html>", "makes no sense"),
        (200, b"[]", "does not translate between"),
        (200, b'{"a": 1}', "does not translate between"),
        (200, b"null", "does not translate between"),
        (200, b"x" * (4 * 1024 * 1024 + 1), "refused"),
    ],
)
def test_failures_are_messages(
    world: World,
    libre: type[Libre],
    django_capture_on_commit_callbacks: Any,
    status: int,
    answer: bytes,
    message: str,
) -> None:
    libre.status, libre.answer = status, answer
    assert ask(world, django_capture_on_commit_callbacks).status_code == 302
    order = MachineDraft.objects.get()
    assert (order.state, message in order.message) == ("failed", True), order.message
    assert not drafts().exists()
    response = world.client("ar-translator").get(world.editor("about", "ar"))
    assert order.message in response.text


def test_a_server_that_is_away_is_a_message(
    world: World, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.TRANSLATION_SERVER = "http://127.0.0.1:9"
    ask(world, django_capture_on_commit_callbacks)
    assert "does not answer" in MachineDraft.objects.get().message


def test_answers_that_lose_a_link_are_not_kept(
    world: World, libre: type[Libre], django_capture_on_commit_callbacks: Any
) -> None:
    texts = [segment.string.data for segment in world.segments("about")]
    libre.said = "ن"
    ask(world, django_capture_on_commit_callbacks)
    assert drafts().count() == len([text for text in texts if "<a id=" not in text])
    assert "of no use for some" in MachineDraft.objects.get().message


def test_who_may_ask(
    world: World, libre: type[Libre], django_capture_on_commit_callbacks: Any
) -> None:
    for who in ("es-translator", "coordinator", "staff", "boston-lead"):
        assert ask(world, django_capture_on_commit_callbacks, who).status_code == 403
    world.write_all("ar-translator", "about", "ar", "ar5")
    world.submit("ar-translator", "about", "ar")
    ask(world, django_capture_on_commit_callbacks)
    assert libre.asked == []


def test_the_editor_costs_one_query_more(world: World, libre: type[Libre], settings: Any) -> None:
    client, address = world.client("ar-translator"), world.editor("about", "ar")

    def queries() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    with_server = queries()
    settings.TRANSLATION_SERVER = ""
    assert with_server - queries() <= 1
