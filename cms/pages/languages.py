"""What the site knows of each language that it can be in, beside what Django knows: one table.

A language that is added here also needs its words in ``zine/editions/labels.toml``; settings say
so at the start (``cms/settings/languages.py``). Its interface's words go into ``locale``.
"""

from dataclasses import dataclass
from typing import Literal

type Script = Literal["latin", "arabic", "hebrew", "chinese"]


@dataclass(frozen=True)
class Language:
    """A language: its names elsewhere, and how it is written and set.

    ``tag`` is BCP 47's; ``open_graph`` always has a place; ``lang`` and ``region`` are Typst's;
    ``server_names`` are what translation servers call it, where that is neither our code nor its
    first part.
    """

    tag: str
    open_graph: str
    lang: str
    region: str | None = None
    script: Script = "latin"
    hyphenated: bool = False
    server_names: tuple[str, ...] = ()

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        return "rtl" if self.script in ("arabic", "hebrew") else "ltr"


LANGUAGES = {
    language.tag.lower(): language
    for language in (
        Language("en", "en_US", "en", "US", hyphenated=True),
        Language("es", "es_LA", "es", hyphenated=True),
        Language("pt-BR", "pt_BR", "pt", "BR", hyphenated=True, server_names=("pt-BR", "pb", "pt")),
        Language("ht", "ht_HT", "ht"),
        Language("fr", "fr_FR", "fr", hyphenated=True),
        Language("de", "de_DE", "de", hyphenated=True),
        Language("ar", "ar_AR", "ar", script="arabic"),
        Language("yi", "yi_US", "yi", script="hebrew"),
        Language("he", "he_IL", "he", script="hebrew"),
        Language("vi", "vi_VN", "vi"),
        Language(
            "zh-Hans",
            "zh_CN",
            "zh",
            "CN",
            script="chinese",
            server_names=("zh-Hans", "zh", "zh-CN"),
        ),
    )
}
