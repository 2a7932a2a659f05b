"""What a translation has lost of its source, in sentences: links, numbers, placeholders, tags.

Some of it is a fault, which keeps the text out of review; some is only worth a look, because
languages emphasize in ways of their own.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail_localize.strings import extract_ids

from ..memory.similarity import TAGS

PLACEHOLDERS = re.compile(
    r"%\(\w+\)[sd]|\{\{?\s*\w*\s*\}?\}|https?://[^\s<>\"]+[^\s<>\".,;:!?)]|[\w.+-]+@[\w-]+\.[\w.]*\w"
)
TAG_NAMES = re.compile(r"<(\w+)")
FOOTNOTE = "sup"
EMPHASIS = {"b": "b", "strong": "b", "i": "i", "em": "i"}


def faults(source: str, text: str) -> Iterator[str]:
    """Sentences about what the text must have and lacks. Both are as wagtail-localize keeps them.

    Raises nothing: what is no good markup is named elsewhere.
    """
    links = extract_ids(source) - extract_ids(text)
    if links:
        yield _("A link of the original is missing here: %(links)s") % {
            "links": ", ".join(f'<a id="{each}">' for each in sorted(links))
        }
    footnotes = _contents(source, FOOTNOTE) - _contents(text, FOOTNOTE)
    if footnotes:
        yield _("A footnote’s number is missing here: %(numbers)s") % {
            "numbers": ", ".join(f"<sup>{each}</sup>" for each in sorted(footnotes))
        }
    lost = Counter(PLACEHOLDERS.findall(_plain(source))) - Counter(
        PLACEHOLDERS.findall(_plain(text))
    )
    if lost:
        yield _("This is the same in every language, and is missing here: %(words)s") % {
            "words": ", ".join(sorted(lost))
        }


def warnings(source: str, text: str) -> Iterator[str]:
    """Sentences about what may be meant so: emphasis and line breaks that are gone."""
    before, after = _tags(source), _tags(text)
    for tag, sentence in (
        ("b", _("The original has a word in bold (<b>); here is none.")),
        ("i", _("The original has a word in italics (<i>); here is none.")),
        ("br", _("The original has a line break (<br>); here is none.")),
        ("code", _("The original has a word set as code (<code>); here is none.")),
    ):
        if before[tag] and not after[tag]:
            yield sentence


def _plain(data: str) -> str:
    return html.unescape(TAGS.sub(" ", data))


def _tags(data: str) -> Counter[str]:
    names = (name.lower() for name in TAG_NAMES.findall(data))
    return Counter(EMPHASIS.get(name, name) for name in names)


def _contents(data: str, tag: str) -> Counter[str]:
    return Counter(re.findall(rf"<{tag}>\s*([^<]*?)\s*</{tag}>", data))
