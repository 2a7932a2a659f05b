"""The sentences of the privacy page, in each language, and the test that holds each of them.

A test is named by its module below tests/ and its name; a sentence that speaks of several things
has several.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).parents[2] / "cms/starter/texts"
HERE = "privacy/test_privacy_page.py"
TRACES = "privacy/test_traces.py::test_a_reader_leaves_no_trace"
OFFLINE = "browser/test_offline.py"
ASKED = f"{OFFLINE}::test_opening_the_zine_keeps_nothing"
ENDS = re.compile(r"(?<=[.!?؟])\s+")

# Sentences by what they begin with.
HELD_BY: dict[str, tuple[str, ...]] = {
    "This site leaves its readers alone:": (TRACES, f"{HERE}::test_no_page_sets_a_cookie"),
    "Here stands what this site knows": (f"{HERE}::test_the_page_says_what_it_begins_with",),
    "You can read everything here": (f"{HERE}::test_every_page_opens_without_an_account",),
    "The site sets no cookies": (
        f"{HERE}::test_no_page_sets_a_cookie",
        "pages/test_readers_are_left_alone.py::test_readers_get_no_cookie",
    ),
    "It writes down neither your internet address": (TRACES,),
    "Where a page is missing in your language": (
        "languages/test_demand.py::test_a_missing_page_is_counted",
        "languages/test_demand.py::test_nothing_is_known_of_who_asked",
    ),
    "The only form for readers": (f"{HERE}::test_the_only_form_is_the_search",),
    "Your browser remembers the pages": (f"{HERE}::test_words_searched_for_are_in_the_address",),
    "It keeps copies of pages": (f"{HERE}::test_browsers_may_keep_what_they_were_sent",),
    "An issue of the zine is kept": (
        ASKED,
        f"{OFFLINE}::test_remove_it_removes_everything",
        f"{HERE}::test_buttons_are_called_what_the_page_calls_them",
    ),
    "Whoever uses your device": (f"{OFFLINE}::test_a_kept_issue_is_read_without_a_connection",),
    "“Leave this page quickly”": (
        "browser/test_quick_exit.py::test_it_is_first_by_keyboard_and_takes_the_pages_place",
        "pages/test_quick_exit.py::test_zines_offer_it_and_other_pages_do_not",
        "pages/test_quick_exit.py::test_editors_choose_it_for_a_guide",
    ),
    "Pages, pictures and typefaces come": (
        f"{HERE}::test_nothing_is_loaded_from_elsewhere",
        "delivery/test_headers.py::test_readers_get_a_strict_policy",
    ),
    "A link does not tell": (f"{HERE}::test_links_do_not_tell_where_somebody_came_from",),
    "The connection is encrypted:": (f"{HERE}::test_production_answers_encrypted_alone",),
    "The web server has to know": (TRACES, f"{HERE}::test_the_web_server_hands_no_address_on"),
    "Whoever has power over that server": (
        f"{HERE}::test_the_web_server_sees_where_requests_come_from",
    ),
    "Use a private window": (f"{OFFLINE}::test_what_a_private_window_kept_goes_with_it",),
    "Keep no issue on a device": (ASKED,),
    "Use Tor Browser": ("browser/test_readers_pages.py::test_a_first_visit_without_scripts",),
    "Or read on paper:": (f"{HERE}::test_every_page_has_a_style_for_paper",),
    "To join or to donate": (f"{HERE}::test_joining_and_donating_are_elsewhere",),
    "This site never receives": (f"{HERE}::test_the_only_form_is_the_search",),
    "Newspapers and archives": (f"{HERE}::test_there_are_links_to_other_sites",),
    "Before a photograph appears": (
        "safety/test_uploads.py::test_a_picture_keeps_its_pixels_and_nothing_else",
    ),
    "Whoever adds one has to say": (
        "safety/test_people_in_pictures.py::test_no_picture_is_kept_before_somebody_has_answered",
    ),
    "A partner is named once": (
        "pages/test_admin.py::test_a_partner_is_listed_only_with_a_recorded_consent",
    ),
    "What is hidden in the files": (
        f"{HERE}::test_files_of_a_zine_name_nobody_who_is_not_named_in_it",
    ),
    "If you see yourself here": (
        "review/test_taking_files_down.py::test_it_goes_from_every_address_and_storage_in_one_act",
    ),
    "Editors and translators sign in": (
        "access/test_signing_in.py::test_what_is_behind_the_door_asks_for_a_session",
    ),
    "There the site does set cookies": (
        f"{HERE}::test_the_admin_sets_cookies_and_records_who_changed_what",
    ),
    "Where guesses at passwords come from": (
        "access/test_signing_in.py::test_nothing_is_kept_by_which_somebody_could_be_found",
        f"{HERE}::test_the_network_of_a_guess_is_forgotten_within_the_hour",
    ),
}


def sentences(code: str) -> list[list[str]]:
    """The sentences of the page in a language, by the texts that they stand in."""
    return [
        [sentence for sentence in ENDS.split(text) if sentence]
        for text in _texts(tomllib.loads((TEXTS / code / "privacy.toml").read_text("utf-8")))
    ]


def _texts(page: dict[str, Any]) -> Iterator[str]:
    yield page["summary"]
    for block in page["body"]:
        match block["type"]:
            case "paragraph":
                for text in re.split(r"</?(?:p|li|ul)>", block["text"]):
                    if text.strip():
                        yield re.sub(r"<[^>]+>", "", text)
            case "checklist":
                yield from block["items"]
