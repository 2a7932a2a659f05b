"""Words in another language within a text: marked by whoever writes them, told to whoever reads.

In the database they stand between tags such as ``<lang-es>``. These have no attributes, so they
reach translators within their sentence, as bold words do. Readers get ``lang`` and ``dir``: screen
readers change their voice, and the words run as their language does.
"""

import re

from django.conf import settings
from django.utils.translation import get_language_info

TAG = re.compile(r"<(/?)lang-([a-z]{2,3}(?:-[a-z]+)?)>")


def tag_of(code: str) -> str:
    """The name of the tag, and of the editor's feature, for words in a language."""
    return f"lang-{code}"


FEATURES = tuple(tag_of(code) for code, _name in settings.LANGUAGES)


def with_languages(html: str) -> str:
    """Return HTML for readers: each marked run of words with its language and direction."""
    return TAG.sub(_for_readers, html)


def _for_readers(found: re.Match[str]) -> str:
    closes, code = found.groups()
    if closes:
        return "</span>"
    if tag_of(code) not in FEATURES:  # a language that was configured once
        return f'<span lang="{code}">'
    direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
    return f'<span lang="{code}" dir="{direction}">'
