"""Starter content that is not sound is refused, and the message names the file and the place."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from pytest_django import Settings
from wagtail.images import get_image_model
from wagtail.models import Locale, Page

from cms.starter.loader.files import StarterContentError, parent_address, read_starter
from cms.starter.loader.run import seed
from tests.starter.starter_samples import edit, write_starter

pytestmark = pytest.mark.django_db


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    return write_starter(tmp_path / "starter")


def load(folder: Path) -> bool:
    return seed(folder, report=lambda _step: None)


def refusal(folder: Path) -> str:
    with pytest.raises(StarterContentError) as caught:
        load(folder)
    return str(caught.value)


def test_the_sample_itself_is_sound(starter: Path) -> None:
    assert load(starter)
    home = Page.objects.get(slug="home-es").specific
    assert home.headline == "Nunca más"
    assert home.body[0].value["anchor"] == "beginning"
    assert home.hero[0].value.contextual_alt_text == "Un farol"


WRONG = [
    # What a page is
    ("en/about.toml", '"home.AboutPage"', '"home.NoPage"', "no page type 'home.NoPage'"),
    ("en/about.toml", '"home.AboutPage"', '"home.Person"', "no page type 'home.Person'"),
    ("en/about.toml", '"home.AboutPage"', '"zine.ZineIssuePage"', "cannot stand there"),
    ("en/about.toml", 'summary = "A', 'sumary = "A', "“sumary” is not known here"),
    ("en/about.toml", "show_in_menus = true", 'show_in_menus = "often"', "“show_in_menus”"),
    ("en/about.toml", 'title = "About"', 'title = ""', "“title”"),
    ("en/about.toml", "type = ", "type = = ", "not TOML"),
    # Blocks in English
    ("en/about.toml", '"image"', '"picture"', "block 2: there is no block type 'picture'"),
    ("en/about.toml", "caption", "capton", "block 2 (image): “capton” is not known here"),
    ("en/about.toml", "artwork:hands", "artwork:feet", "there is no artwork “feet”"),
    ("pictures/titles.toml", "hands =", "hands", "this is not TOML"),
    ("pictures/titles.toml", '"Two hands"', '""', "hands: “title”"),
    ("en/about.toml", "artwork:hands", "feet.png", "“picture” must be written as “artwork:NAME”"),
    ("en/about.toml", 'items = ["A pen", "A friend"]', 'items = "A pen"', "“items” must be a list"),
    ("en/home.toml", 'level = "2"', 'level = "7"', "block 1 (heading): “level”"),
    ("en/home.toml", '"beginning"', '"The Beginning"', "block 1 (heading): “anchor”"),
    ("en/home.toml", 'page = "about/"', 'page = "nowhere/"', "no page at “nowhere/”"),
    ("en/home.toml", "page:about/", "page:nowhere/", "there is no page at “nowhere/”"),
    ("en/home.toml", "principle-1", "principle-99", "block 4 (principle_reference): “principle”"),
    ("en/home.toml", "A lantern", "", "hero"),
    # Rich text
    ("en/about.toml", "<b>act</b>", "<b>act</p>", "</p> closes what is not open"),
    ("en/about.toml", "<b>act</b>", "<u>act</u>", "<u> is not allowed here"),
    ("en/about.toml", "<p>We", "<p class=''>We", "<p> must have no attributes"),
    ("en/about.toml", "</ul>", "", "<ul> is never closed"),
    ("en/about.toml", "<p>We", "We <p>", "text stands outside"),
    ("en/about.toml", "<sup>1</sup>", "<sup>2</sup>", "Each footnote needs one superscript number"),
    ("en/about.toml", "<p>Words.</p>", "<ul><li>Words.</li></ul>", "<ul> is not allowed here"),
    ("en/home.toml", "https://example.org/", "javascript:alert(1)", "must begin with page:"),
    # Children and records
    ("en/principles.toml", "<p>At once.</p>", "", "principles, 1: “explanation”"),
    ("en/principles.toml", "statement", "claim", "principles, 1: “claim” is not known here"),
    ("en/people.toml", "order = 1", 'order = "first"', "people, 1: “order”"),
    ("en/identity.toml", '"https://example.org/"', '"example"', "“join_url”"),
    # Translations
    ("es/about.toml", 'title = "Quiénes somos"', "", "“title” is not translated"),
    ("es/about.toml", 'title = "Quiénes somos"', 'title = " "', "“title” is empty in one language"),
    ("es/about.toml", 'title = "Quiénes somos"', "title = 7", "“title” must be text"),
    ("es/about.toml", "summary =", 'seo_title = "x"\nsummary =', "“seo_title” has nothing in"),
    (
        "es/about.toml",
        "summary =",
        "show_in_menus = false\nsummary =",
        "the same in every language",
    ),
    ("es/about.toml", 'type = "checklist"', 'type = "facts"', "block 4 (checklist): it is a block"),
    ("es/about.toml", 'caption = "Aguanta"', "", "block 2 (image): “caption” is not translated"),
    ("es/about.toml", 'caption = "Aguanta"', 'credit = "x"', "“credit” has nothing in the English"),
    ("es/about.toml", ', "Una amiga"', "", "“items” has 1 items here and 2 in English"),
    ("es/about.toml", "<li>Dos</li>", "", "its paragraphs and lists differ"),
    ("es/about.toml", '["<p>Una <i>nota</i>.</p>"]', "[]", "“footnotes” has 0 items here and 1"),
    ("es/about.toml", "<sup>1</sup>", "", "Each footnote needs one superscript number"),
    (
        "es/home.toml",
        "https://example.org/",
        "https://example.com/",
        "the links of passage 1 differ",
    ),
    ("es/home.toml", 'text = "Cómo', 'level = "3"\ntext = "Cómo', "“level” is '3' here and '2' in"),
    ("es/principles.toml", "[[principles]]", "[[principles]]\nkey = 'x'", "“key” is 'x' here"),
    ("es/people.toml", '"one"', '"two"', "“key” is 'two' here"),
    ("es/people.toml", 'role = "Cargo"', "", "people, 1: “role” is not translated"),
    ("es/identity.toml", 'text = "Sitio"', "", "block 1 (contact_link): “text” is not translated"),
]


@pytest.mark.parametrize(("name", "old", "new", "problem"), WRONG)
def test_what_is_wrong_is_named(starter: Path, name: str, old: str, new: str, problem: str) -> None:
    edit(starter, name, old, new)
    message = refusal(starter)
    assert message.startswith(name)
    assert problem in message


def test_a_missing_block_is_named(starter: Path) -> None:
    page = starter / "es" / "about.toml"
    page.write_text(page.read_text().partition('[[body]]\ntype = "checklist"')[0])
    assert refusal(starter) == ("es/about.toml, body: “body” has 3 items here and 4 in English.")


def test_the_same_words_translated_in_two_ways_are_refused(starter: Path) -> None:
    """The translation editor keeps one translation for a passage that stands twice in a text."""
    edit(starter, "en/about.toml", "<li>Two</li>", "<li>One</li>")
    assert "“One” stands twice in the English text" in refusal(starter)


def test_nothing_stays_behind(starter: Path) -> None:
    edit(starter, "es/about.toml", ', "Una amiga"', "")
    storage = get_image_model()._meta.get_field("file").storage
    before = _files(storage, "")
    refusal(starter)
    assert [page.title for page in Page.objects.filter(depth=2)] == [
        "Welcome to your new Wagtail site!"
    ]
    assert Locale.objects.count() == 1
    assert not get_image_model().objects.exists()
    assert _files(storage, "") == before


def _files(storage: object, folder: str) -> set[str]:
    folders, files = storage.listdir(folder)  # type: ignore[attr-defined]
    found = {f"{folder}/{file}" for file in files}
    return found.union(*(_files(storage, f"{folder}/{inner}".lstrip("/")) for inner in folders))


def test_missing_and_surplus_files_are_named(starter: Path) -> None:
    (starter / "es" / "about.toml").rename(starter / "es" / "over.toml")
    with pytest.raises(StarterContentError, match=r"es/about\.toml is missing"):
        read_starter(starter)
    (starter / "es" / "about.toml").write_text((starter / "es" / "over.toml").read_text())
    with pytest.raises(StarterContentError, match=r"es/over\.toml has no English file"):
        read_starter(starter)


def test_a_picture_that_is_missing_or_none_is_named(starter: Path) -> None:
    picture = starter / "pictures" / "hands.png"
    picture.write_bytes(b"not a picture")
    assert refusal(starter).startswith("pictures/hands.png: This file is not a picture")
    picture.unlink()
    assert refusal(starter) == (
        "pictures/hands.png: pictures/titles.toml names this picture, and there is no such file."
    )
    assert not get_image_model().objects.exists()


def test_a_page_without_parent_is_named(starter: Path) -> None:
    for code in ("en", "es"):
        (starter / code / "guides").mkdir()
        (starter / code / "guides" / "one.toml").write_text('title = "One"')
    with pytest.raises(StarterContentError, match=r"en/guides/one\.toml: there is no page"):
        read_starter(starter)


def test_a_language_that_the_site_does_not_know_is_named(starter: Path) -> None:
    (starter / "es").rename(starter / "xx")
    assert "folder “xx”, but the site knows no such language" in refusal(starter)


@pytest.mark.parametrize(
    ("address", "parent"),
    [("about/", ""), ("about/strategy/", "about/"), ("a/b/c/", "a/b/"), ("", "")],
)
def test_parents(address: str, parent: str) -> None:
    assert parent_address(address) == parent


@pytest.mark.parametrize(("codes", "accounts"), [(["en"], 8), (["en", "es", "de"], 10)])
def test_languages_that_the_site_is_not_in_are_left_out(
    settings: Settings, codes: list[str], accounts: int
) -> None:
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [(code, code) for code in codes]
    steps: list[str] = []
    assert seed(report=steps.append, artwork_scale=0.05)
    assert f"{accounts} demo accounts" in steps
    assert get_user_model().objects.count() == accounts
    loaded = set(Page.objects.filter(depth=2).values_list("locale__language_code", flat=True))
    assert loaded == {"en", "es"} & set(codes)
    assert any(step.startswith("Translations") for step in steps) == ("es" in codes)
