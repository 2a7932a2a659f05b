"""Which editions there are."""

from enum import StrEnum


class Kind(StrEnum):
    """An edition; its value is the name of its file."""

    SCREEN_HALF_LETTER = "screen-half-letter.pdf"
    SCREEN_A5 = "screen-a5.pdf"
    BOOKLET_LETTER = "booklet-letter.pdf"
    BOOKLET_A4 = "booklet-a4.pdf"
    MINI_LETTER = "mini-letter.pdf"
    MINI_A4 = "mini-a4.pdf"
    EPUB = "issue.epub"
    TEXT = "issue.txt"
    COVER = "cover.webp"
    SPREAD = "spread.webp"

    @property
    def media_type(self) -> str:
        return {
            "pdf": "application/pdf",
            "epub": "application/epub+zip",
            "txt": "text/plain",
            "webp": "image/webp",
        }[self.value.rpartition(".")[2]]


# Without these an issue cannot be read by everyone: readers keep the edition that they have.
ESSENTIAL = frozenset({Kind.SCREEN_HALF_LETTER, Kind.EPUB})
