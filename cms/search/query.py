"""What a reader asks for."""

from dataclasses import dataclass

from .folding import Word, words

MAX_LENGTH = 100
MAX_TERMS = 8


@dataclass(frozen=True)
class Query:
    """A query as it was typed, cut to ``MAX_LENGTH`` signs, and the folded terms to look for.

    Every term is the beginning of a word or, in Chinese, a run of characters. At most
    ``MAX_TERMS`` of them count; ``is_cut`` says whether anything was left out.
    """

    text: str
    terms: tuple[str, ...]
    is_cut: bool

    @classmethod
    def parse(cls, typed: str) -> "Query":
        """Read a query. There is none that it cannot read."""
        text = " ".join("".join(sign if sign.isprintable() else " " for sign in typed).split())
        terms = tuple(dict.fromkeys(_terms(text[:MAX_LENGTH])))
        is_cut = len(text) > MAX_LENGTH or len(terms) > MAX_TERMS
        return cls(text[:MAX_LENGTH], terms[:MAX_TERMS], is_cut)

    def matches(self, folded: str) -> bool:
        """Whether a folded word begins with a term, or is a character of one."""
        return any(folded.startswith(term) or folded in term.split() for term in self.terms)


def _terms(text: str) -> list[str]:
    terms: list[str] = []
    before: Word | None = None
    for word in words(text):
        if before and before.end == word.start and before.is_character and word.is_character:
            terms[-1] += f" {word.folded}"
        else:
            terms.append(word.folded)
        before = word
    return terms
