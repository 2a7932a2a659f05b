"""The EPUB and its gate: eight ways to break a book, each refused."""

import io
import zipfile

import pytest

from zine.editions.epub.book import epub
from zine.editions.kinds.epub import check_epub
from zine.editions.languages import LANGUAGES

from .issues import issue, sample_issue, starter_issue


def files_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return output.getvalue()


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_passes_the_gate(code: str) -> None:
    content = epub(sample_issue(code))
    assert check_epub(content) == []
    package = files_of(content)["EPUB/package.opf"].decode()
    direction = "rtl" if code in ("ar", "he", "yi") else "ltr"
    assert f'page-progression-direction="{direction}"' in package
    assert f"<dc:language>{LANGUAGES[code].tag}</dc:language>" in package
    assert 'properties="cover-image"' in package


def test_notes_lead_both_ways() -> None:
    document = starter_issue("en")
    pages = [c.decode() for n, c in files_of(epub(document)).items() if n.endswith(".xhtml")]
    for note in document.notes:
        (page,) = [p for p in pages if f'id="note-{note.number}"' in p]
        assert f'href="#note-{note.number}"' in page
        assert f'id="mark-{note.number}"' in page
        assert f'href="#mark-{note.number}"' in page


def test_an_empty_issue_is_still_a_book() -> None:
    assert check_epub(epub(issue("en", []))) == []


def test_making_it_twice_gives_the_same_bytes() -> None:
    assert epub(starter_issue("ar")) == epub(starter_issue("ar"))


def test_what_an_author_types_is_text() -> None:
    content = epub(issue("en", [], title='<script>x</script> & "]]>'))
    cover = files_of(content)["EPUB/cover.xhtml"]
    assert b"<script>" not in cover
    assert b"&lt;script&gt;x&lt;/script&gt; &amp;" in cover


CHAPTER = "EPUB/section-1.xhtml"
PACKAGE = "EPUB/package.opf"


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        (CHAPTER, b' alt="', b' data-alt="', "without a description"),
        (CHAPTER, b"#note-1", b"#note-99", "leads to"),
        (CHAPTER, b' href="#mark-1"', b' href="#call"', "way back"),
        (CHAPTER, b"</section>", b"", "cannot be read"),
        (CHAPTER, b'id="mark-1"', b'id="call"', "two places called call"),
        (CHAPTER, b' dir="ltr"', b"", "language and direction"),
        (PACKAGE, b"section-1.xhtml", b"section-9.xhtml", "but not in both"),
        (PACKAGE, b"dc:title>", b"dc:subject>", "lack the title"),
        (PACKAGE, b' properties="nav"', b"", "no navigation"),
        (PACKAGE, b' page-progression-direction="ltr"', b"", "which direction"),
        ("META-INF/container.xml", b"package.opf", b"lost.opf", "cannot be read"),
        ("mimetype", b"epub", b"zip", "cannot be read"),
    ],
)
def test_a_broken_book_is_refused(name: str, old: bytes, new: bytes, complaint: str) -> None:
    files = files_of(epub(sample_issue("en")))
    assert old in files[name]
    files[name] = files[name].replace(old, new)
    assert complaint in " ".join(check_epub(zipped(files)))


def test_a_book_whose_type_is_compressed_is_refused() -> None:
    files = files_of(epub(sample_issue("en")))
    assert check_epub(zipped(files, zipfile.ZIP_DEFLATED)) != []
    assert check_epub(b"not a book") != []
