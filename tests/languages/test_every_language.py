"""Every configured language: its address, direction, dates, numbers, plurals, and its words."""

import datetime
import re
from pathlib import Path
from typing import Any

import polib
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import formats, translation
from wagtail.models import PageViewRestriction
from wagtail.users.models import UserProfile

from cms.languages.names import language
from tests.markup import one, parse
from tests.trees import SmallSite, publish, translate_home

CODES = [code for code, _name in settings.LANGUAGES]
ROOT = Path(settings.BASE_DIR)
CATALOGUES = sorted(
    file for folder in settings.LOCALE_PATHS for file in Path(folder).glob("*/LC_MESSAGES/*.po")
)
DAY = datetime.date(2024, 3, 9)
LATIN = re.compile("[A-Za-z]")


@pytest.fixture
def whole(site: SmallSite) -> SmallSite:
    """The site with a home page in every configured language."""
    publish(site["fr", "home"])
    for code in CODES:
        if (code, "home") not in site.pages:
            translate_home(site, code, language(code).name)
    return site


def test_the_languages_that_django_does_not_know_are_there() -> None:
    assert {"yi", "ht"} <= set(CODES)


def test_a_language_has_its_address_and_direction(whole: SmallSite, client: Client) -> None:
    for code in CODES:
        response = client.get(f"/{code}/")
        assert response.status_code == 200
        html = one(parse(response), "html")
        assert (html["lang"], html["dir"]) == (code, language(code).direction)
        assert response["Content-Language"] == code
        assert (html["dir"] == "rtl") == (code in {"ar", "he", "yi"})


def test_browsers_that_ask_for_a_language_are_sent_there(whole: SmallSite, client: Client) -> None:
    for code in CODES:
        response = client.get("/", headers={"accept-language": f"{code},en;q=0.3"})
        assert (response.status_code, response["Location"]) == (302, f"/{code}/")


@pytest.mark.parametrize("code", CODES)
def test_dates_and_numbers_are_written_in_it(code: str) -> None:
    with translation.override(code):
        long, month = formats.date_format(DAY), formats.date_format(DAY, "YEAR_MONTH_FORMAT")
        days = formats.date_format(DAY, "l")
        number = formats.number_format(1234.5, decimal_pos=1)
    assert "2024" in long
    assert "2024" in month
    assert number.endswith(("4.5", "4,5"))
    if code != "en":
        assert not {"March", "Saturday"} & {*re.split(r"\W+", f"{long} {month} {days}")}
    if code in {"ar", "he", "yi", "zh-hans"}:
        assert not LATIN.search(long + month + days)


def test_yiddish_and_creole_dates() -> None:
    with translation.override("yi"):
        assert formats.date_format(DAY) == "9טן מערץ 2024"
    with translation.override("ht"):
        assert formats.date_format(DAY) == "9 mas 2024"


@pytest.mark.parametrize("code", CODES)
def test_plural_forms_are_found(code: str) -> None:
    with translation.override(code):
        for number in (0, 1, 2, 3, 11, 100):
            assert translation.ngettext("%(number)d passage", "%(number)d passages", number)


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_catalogue_is_sound(file: Path) -> None:
    catalogue = polib.pofile(str(file))
    plurals = catalogue.metadata["Plural-Forms"]
    assert re.fullmatch(r"nplurals=[1-6]; plural=[n0-9()?:=!<>&|% ]+;", plurals)
    number = int(plurals[len("nplurals=")])
    assert not catalogue.fuzzy_entries()
    for entry in catalogue:
        if entry.msgid_plural and entry.translated():
            assert len(entry.msgstr_plural) == number, entry.msgid
    assert "UTF-8" in catalogue.metadata["Content-Type"].upper()


PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_translation_fills_in_what_the_original_does(file: Path) -> None:
    for entry in polib.pofile(str(file)).translated_entries():
        wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert set(PLACEHOLDER.findall(text)) <= wanted, entry.msgid


def test_every_configured_language_has_a_catalogue() -> None:
    folders = {file.parts[-3] for file in CATALOGUES}
    assert {translation.to_locale(code) for code in CODES if code != "en"} <= folders


@pytest.mark.parametrize("code", ["ar", "es", "ht", "fr", "vi", "zh-hans", "pt-br"])
def test_the_admin_speaks_it(site: SmallSite, client: Client, code: str) -> None:
    user = User.objects.create_superuser("somebody")
    UserProfile.objects.create(user=user, preferred_language=code)
    client.force_login(user)
    html = one(parse(client.get("/admin/")), "html")
    assert (html["lang"], html["dir"]) == (code, language(code).direction)


def test_an_alias_is_nowhere_an_alternate(site: SmallSite, client: Client) -> None:
    """Nor is it in the sitemap, in the switcher, or side by side with what it repeats."""
    alias = site["en", "about"].copy_for_translation(site["ar", "home"].locale, alias=True)
    alias.live = True
    alias.save()
    assert client.get("/ar/about/").status_code == 404
    for address in ("/sitemap.xml", "/en/about/", "/es/about/"):
        assert "/ar/about/" not in client.get(address).text
    assert client.get("/en/about/with/ar/").status_code == 404


def test_alternates_are_reciprocal(whole: SmallSite, client: Client) -> None:
    PageViewRestriction.objects.create(
        page=whole["vi", "home"], restriction_type=PageViewRestriction.LOGIN
    )
    seen: dict[str, Any] = {}
    for code in CODES:
        if code != "vi":
            links = parse(client.get(f"/{code}/")).select("link[hreflang]")
            seen[code] = {(link["hreflang"], link["href"]) for link in links}
    assert all(found == seen["en"] for found in seen.values())
    assert {name for name, _address in seen["en"]} == {*CODES, "x-default"} - {"vi"}
