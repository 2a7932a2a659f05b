"""What templates ask of review: the queue's filters, and a page's line of trust."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django import template
from django.contrib.auth.models import User
from django.utils.translation import get_language_info, gettext as _, pgettext
from wagtail.models import Page, Task

from cms.pages.templatetags.pages_tags import with_isolates
from cms.review.downs import address_of
from cms.review.messages import name_of, taker_of
from cms.review.queue import NATIONAL, Queue
from cms.review.subjects import edit_address, title_of
from cms.review.taking_down import Going, what_is_lost, what_readers_lose
from cms.review.trust_line import TrustLine, trust_line_of

register = template.Library()
register.simple_tag(edit_address)
register.simple_tag(address_of, name="take_down_address")
register.filter(title_of)
register.filter(with_isolates)


@dataclass(frozen=True)
class Choice:
    """A value of a filter: how many entries choosing it leaves, and the address that does."""

    label: str
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class FilterGroup:
    label: str
    choices: list[Choice]


@register.simple_tag
def filters(queue: Queue) -> list[FilterGroup]:
    """The queue's filters with how many entries each leaves; a chosen one can be taken back."""
    labels = {
        "step": _("Step"),
        "age": _("Age"),
        "territory": _("Chapter"),
        "language": _("Language"),
    }
    return [
        FilterGroup(
            labels[name],
            [_choice(queue, name, value, count) for value, count in queue.count_by(name)],
        )
        for name in queue.FILTERS
    ]


def _choice(queue: Queue, name: str, value: str, count: int) -> Choice:
    chosen = queue.filters.get(name) == value
    others = {key: kept for key, kept in queue.filters.items() if key != name}
    address = urlencode(others if chosen else {**others, name: value})
    return Choice(_label(name, value), count, f"?{address}", chosen)


def _label(name: str, value: str) -> str:
    words = {
        ("age", "new"): _("since a day at most"),
        ("age", "waiting"): pgettext("a text in review", "waiting"),
        ("age", "overdue"): _("overdue"),
        ("territory", NATIONAL): _("national"),
    }
    if name == "language":
        return str(get_language_info(value)["name_local"])
    return taker_of(value) if name == "step" else words.get((name, value), value)


@register.simple_tag
def what_goes(pages: Page | Iterable[dict[str, Page]], deleted: bool = False) -> list[Going]:
    """What a page, or those of a selection, would take along in each language."""
    chosen = [pages] if isinstance(pages, Page) else [each["item"] for each in pages]
    return what_is_lost(chosen) if deleted else what_readers_lose(chosen)


@register.filter
def languages_of(going: list[Going]) -> list[tuple[str, str]]:
    """The languages of what goes, each once, with its code."""
    return sorted({(each.code, each.language) for each in going})


@register.filter
def people_of(going: list[Going]) -> list[str]:
    """Who has their work in what goes, each once."""
    return sorted({name for each in going for name in each.people})


@register.filter
def archivable(going: list[Going], user: User) -> bool:
    """Whether all of it can be archived instead, by this account."""
    testers = (each.page.permissions_for_user(user) for each in going)
    may = all(tester.can_archive() for tester in testers)
    return bool(going) and may and all(each.can_be_archived for each in going)


@register.filter
def step_name(task: Task) -> str:
    """A step's name in the reader's language."""
    return name_of(task)


@register.simple_tag
def trust_line(page: Page) -> TrustLine | None:
    """Who approved what readers see, without names; None where no record tells."""
    return trust_line_of(page)
