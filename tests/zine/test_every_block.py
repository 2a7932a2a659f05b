"""Whatever an issue is written with reaches every shape that it is read in."""

import io
import json
import re
import unicodedata
import zipfile

import pikepdf
import pypdfium2
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.test import Client

from cms.pages.blocks import ZineBodyBlock
from tests.factories import (
    HomePageFactory,
    PrincipleFactory,
    ZineIndexPageFactory,
    ZineIssuePageFactory,
)
from zine.editions.blocks.contacts import Contacts
from zine.editions.checks import check_blocks
from zine.editions.document import model as d
from zine.editions.document.from_blocks import RawBlock
from zine.editions.document.from_page import document_from_page
from zine.editions.epub.book import epub
from zine.editions.kinds.epub import check_epub
from zine.editions.kinds.screen import check_accessible_pdf, check_pages
from zine.editions.mini import compiler as mini
from zine.editions.pdf import compiler as pdf
from zine.editions.problems import EditionError
from zine.editions.text.plain_text import plain_text
from zine.models import ZineIssuePage

from .block_samples import ARTICLE, CONTACTS, DIALLED, NUMBER, WORDS, value_of, words_of
from .issues import issue as issue_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue() -> ZineIssuePage:
    """An issue with every block that an issue can have; an article comes last."""
    home = HomePageFactory()
    PrincipleFactory(key="principle-4", statement="Nobody behind", explanation="<p>ever</p>")
    kinds = sorted(ZineBodyBlock().child_blocks, key=lambda k: (k == "article", k != "heading"))
    body = [{"type": kind, "id": kind, "value": value_of(kind)} for kind in kinds]
    last = {"type": "callout", "value": {"kind": "note", "title": "", "text": "<p>The end</p>"}}
    page: ZineIssuePage = ZineIssuePageFactory(
        parent=ZineIndexPageFactory(parent=home),
        number=7,
        title="Everything",
        tagline="At once",
        credits="Folded by many",
        body=json.dumps([*body, last]),
    )
    return page


def missing(text: str, but: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """The words of each block that a text lacks."""
    plain = unicodedata.normalize("NFKC", re.sub("[\u00ad\u200b\u2066-\u2069]", "", text))
    plain = " ".join(plain.replace("\u00a0", " ").split()).casefold()
    return {
        kind: lacking
        for kind, words in WORDS.items()
        if kind not in but and (lacking := [w for w in words if w.casefold() not in plain])
    }


def text_of(content: bytes) -> str:
    opened = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in opened)


def links_of(content: bytes) -> set[str]:
    with pikepdf.Pdf.open(io.BytesIO(content)) as opened:
        return {
            str(note["/A"]["/URI"])
            for page in opened.pages
            for note in page.get("/Annots", [])
            if "/A" in note and "/URI" in note["/A"]
        }


def chapters_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {n: book.read(n).decode() for n in book.namelist() if n.endswith("html")}


def without_head(page: str) -> str:
    return page[page.index("<html") :]


def test_there_are_words_for_every_block() -> None:
    assert set(WORDS) == set(ZineBodyBlock().child_blocks)
    assert {kind for kind, words in WORDS.items() if not words} == {"page_break"}


def test_the_words_of_a_preview_are_found() -> None:
    block = ZineBodyBlock.base_blocks["facts"]
    value = block.normalize(
        {"facts": [{"figure": "40+", "text": "actions since", "source": "https://example.org/"}]}
    )
    assert words_of(block, value) == ["40+", "actions", "since"]


def test_a_block_that_cannot_be_printed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_blocks() == []
    there = dict(ZineBodyBlock.base_blocks)
    there["timeline"] = there.pop("checklist")
    monkeypatch.setattr(ZineBodyBlock, "base_blocks", there)
    unprinted, unused = check_blocks()
    assert unprinted.msg == (
        "The block 'timeline' cannot be printed: zine/editions/blocks lacks timeline.py with a "
        "Block whose `type` is 'timeline' and timeline.typ."
    )
    assert "checklist.py" in unused.msg


def test_the_web(client: Client, issue: ZineIssuePage) -> None:
    front = client.get(issue.url).content.decode()
    article = client.get(f"{issue.url}standfirst/").content.decode()
    assert missing(front, but=("article",)) == {}
    assert missing(article, but=tuple(set(WORDS) - {"article"})) == {}
    page = BeautifulSoup(front, "lxml")
    (number,) = page.select(f'.contacts a[href="{DIALLED}"] > bdi[dir=ltr]')
    assert number.get_text() == NUMBER
    assert page.select('.contacts a[href="mailto:help@example.org"]')
    assert [tag.get_text() for tag in page.select(".page-break")] == [""]
    assert "Folded by many" in front


def test_the_neutral_document(issue: ZineIssuePage) -> None:
    data = document_from_page(issue).to_json()
    assert data["format"] == d.FORMAT
    kinds = {block["place"]["kind"] for block in data["blocks"]}
    assert kinds == set(ZineBodyBlock().child_blocks)
    assert missing(json.dumps(data, ensure_ascii=False)) == {}
    (contacts,) = [block for block in data["blocks"] if block["type"] == "contacts"]
    assert contacts["contacts"][0] == {
        "name": "Hotline",
        "kind": "phone",
        "shown": NUMBER,
        "href": DIALLED,
        "note": "Day and night",
    }
    (article,) = [block for block in data["blocks"] if block["type"] == "article"]
    assert (article["anchor"], article["byline"]) == ("standfirst", "Kitchen crew")


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_the_pdf(issue: ZineIssuePage, medium: pdf.Medium) -> None:
    document = document_from_page(issue)
    compiled = pdf.compile_issue(document, pdf.HALF_LETTER, medium)
    text = text_of(compiled.content)
    # A picture's description is there for those who cannot see it, not on the paper.
    assert missing(text.replace("Drawn by hand", "Linocut Drawn by hand")) == {}
    assert all(words in text for words in ("Footnoted", "Folded by many", "At once"))
    assert {DIALLED, "mailto:help@example.org", "https://example.org/c"} <= links_of(
        compiled.content
    )
    if medium == "screen":
        assert check_accessible_pdf(compiled.content) == []


def test_the_contents_of_the_pdf_name_the_byline(issue: ZineIssuePage) -> None:
    compiled = pdf.compile_issue(document_from_page(issue), pdf.HALF_LETTER, "screen")
    contents = pypdfium2.PdfDocument(compiled.content)[1].get_textpage().get_text_range()
    assert contents.splitlines()[2:5] == ["3 Gathering", "6 Standfirst", "Kitchen crew"]


@pytest.mark.parametrize(
    ("between", "pages"),
    [
        ([], 4),
        ([RawBlock("page_break", {})], 5),
        ([RawBlock("page_break", {})] * 3, 5),
        ([RawBlock("article", ARTICLE)], 5),
        ([RawBlock("page_break", {}), RawBlock("article", ARTICLE)], 5),
    ],
)
def test_page_breaks_and_articles_begin_a_page(between: list[RawBlock], pages: int) -> None:
    one, other = (RawBlock("paragraph", {"text": f"<p>{words}</p>"}) for words in ("One", "Two"))
    document = issue_of("en", [one, *between, other, RawBlock("page_break", {})])
    compiled = pdf.compile_issue(document, pdf.HALF_LETTER, "screen")
    assert compiled.pages == pages
    assert check_accessible_pdf(compiled.content) == []
    assert check_pages(compiled.content, compiled.pages) == []


def test_the_mini_zine(issue: ZineIssuePage) -> None:
    made = mini.compile_mini(document_from_page(issue), mini.MINI_LETTER)
    text = text_of(made.pdf.content)
    assert missing(text, but=("image",)) == {}
    assert DIALLED in links_of(made.pdf.content)
    assert "Folded by many" in text


def test_contacts_stay_in_the_shortest_mini_zine() -> None:
    talk = RawBlock("paragraph", {"text": f"<p>{'Talk. ' * 900}</p>"})
    blocks: list[RawBlock] = []
    for number in range(9):
        blocks += [RawBlock("heading", {"level": "2", "text": f"Section {number}"}), talk]
        items = [f"Item {number} {'long ' * 30}"] * 6
        blocks.append(RawBlock("checklist", {"title": "List", "items": items}))
    made = mini.compile_mini(
        issue_of("en", [*blocks, RawBlock("article", ARTICLE), RawBlock("contacts", CONTACTS)]),
        mini.MINI_LETTER,
    )
    assert made.left_out
    assert NUMBER in text_of(made.pdf.content)


def test_the_epub(issue: ZineIssuePage) -> None:
    made = epub(document_from_page(issue))
    assert check_epub(made) == []
    files = chapters_of(made)
    everything = BeautifulSoup(f"<book>{''.join(map(without_head, files.values()))}</book>", "xml")
    alternatives = " ".join(str(image["alt"]) for image in everything.select("img"))
    assert missing(everything.get_text(" ") + alternatives) == {}
    (number,) = everything.select(f'a[href="{DIALLED}"] > bdi[dir=ltr]')
    assert number.get_text() == NUMBER
    assert len(everything.select("hr.page-break[role=presentation]")) == 1
    assert "Standfirst — Kitchen crew" in files["EPUB/nav.xhtml"]
    (own,) = [text for name, text in files.items() if 'id="standfirst"' in text]
    assert '<h1 id="standfirst">Standfirst</h1><p class="byline">Kitchen crew</p>' in own
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        package = book.read("EPUB/package.opf").decode()
    assert "<dc:contributor>Kitchen crew</dc:contributor>" in package
    assert "Folded by many" in everything.get_text()


def test_the_plain_text(issue: ZineIssuePage) -> None:
    text = plain_text(document_from_page(issue))
    assert missing(text) == {}
    assert f"* Hotline: {NUMBER} (Day and night)" in text
    assert "Standfirst\n----------\nKitchen crew\n" in text


@pytest.mark.parametrize("code", ["ar", "he", "yi"])
def test_numbers_are_dialled_and_read_from_the_left_in_every_shape(code: str) -> None:
    name = {"ar": "اتصل بنا", "he": "התקשרו", "yi": "קלינגט אָן"}[code]
    contact = {"kind": "phone", "text": name, "target": NUMBER, "note": ""}
    block = RawBlock("contacts", {"title": name, "contacts": [contact]})
    document = issue_of(code, [block])
    (contacts,) = document.blocks
    assert isinstance(contacts, Contacts)
    assert contacts.contacts[0].shown == f"\u2066{NUMBER}\u2069"
    compiled = pdf.compile_issue(document, pdf.HALF_LETTER, "screen")
    small = mini.compile_mini(document, mini.MINI_A4).pdf
    for content, page in ((compiled.content, 2), (small.content, 1)):
        assert NUMBER in text_of(content)
        places = drawn_at(content, page)
        assert places == sorted(places)
        assert len(places) == len(NUMBER)
        assert DIALLED in links_of(content)
    assert f'<bdi dir="ltr">\u2066{NUMBER}\u2069</bdi>' in "".join(
        chapters_of(epub(document)).values()
    )
    assert f"\u2066{NUMBER}\u2069" in plain_text(document)


def drawn_at(content: bytes, page: int) -> list[float]:
    """How far from the left edge of the page each sign of the number is drawn, in its order."""
    text = pypdfium2.PdfDocument(content)[page].get_textpage()
    start = text.get_text_range().index(NUMBER)
    return [text.get_charbox(start + offset)[0] for offset in range(len(NUMBER))]


def test_numbers_stand_large_in_print() -> None:
    document = issue_of("en", [RawBlock("contacts", CONTACTS)])
    compiled = pdf.compile_issue(document, pdf.HALF_LETTER, "screen")
    text = pypdfium2.PdfDocument(compiled.content)[2].get_textpage()
    words = text.get_text_range()
    heights = {
        name: text.get_charbox(words.index(name))[3] - text.get_charbox(words.index(name))[1]
        for name in ("1-800", "Day and")
    }
    assert heights["1-800"] > 1.9 * heights["Day and"]


def test_a_number_too_long_for_the_page_is_set_smaller() -> None:
    long = {"kind": "phone", "text": "A", "target": "+1 (617) 555-0100 555-0100 555-0100 " * 2}
    document = issue_of("en", [RawBlock("contacts", {"contacts": [long]})])
    compiled = pdf.compile_issue(document, pdf.HALF_LETTER, "screen")
    page = pypdfium2.PdfDocument(compiled.content)[2]
    text = page.get_textpage()
    edges = [text.get_charbox(at)[2] for at in range(text.count_chars())]
    assert max(edges) < page.get_width() - 20


def test_a_contact_that_leads_nowhere_is_a_problem() -> None:
    wrong = {"kind": "website", "text": "Rights", "target": "javascript:alert(1)", "note": ""}
    with pytest.raises(EditionError, match=re.escape("Block 1 (Contacts): “Rights” has no")):
        issue_of("en", [RawBlock("contacts", {"contacts": [wrong]})])


def test_a_place_is_told_in_every_shape_and_is_no_link() -> None:
    place = {"kind": "place", "text": "Office", "target": "25 Main Street", "details": "Every day"}
    document = issue_of("en", [RawBlock("contacts", {"contacts": [place]})])
    compiled = pdf.compile_issue(document, pdf.HALF_LETTER, "screen").content
    small = mini.compile_mini(document, mini.MINI_A4).pdf.content
    book = "".join(chapters_of(epub(document)).values())
    text = plain_text(document)
    for shape in (text_of(compiled), text_of(small), book, text):
        assert "25 Main Street" in shape
    assert "* Office: 25 Main Street (Every day)" in text
    assert "Main" not in str(BeautifulSoup(book, "html.parser").select("a"))


@pytest.mark.parametrize("target", ["٠١-٢٣٤-٥٦٧٨", "012 345 678"])
def test_digits_of_any_script_are_dialled(target: str) -> None:
    contact = {"kind": "phone", "text": "A", "target": target, "note": ""}
    (block,) = issue_of("ar", [RawBlock("contacts", {"contacts": [contact]})]).blocks
    assert isinstance(block, Contacts)
    assert block.contacts[0].href == "tel:012345678"


def test_no_account_is_named_in_any_shape(issue: ZineIssuePage) -> None:
    account = get_user_model().objects.create_user("account-name", first_name="Account-Name")
    issue.owner = account
    revision = issue.save_revision(user=account)
    document = document_from_page(revision.as_object(), str(revision.pk))
    printed = pdf.compile_issue(document, pdf.HALF_LETTER, "screen").content
    with pikepdf.Pdf.open(io.BytesIO(printed)) as opened:
        metadata = f"{dict(opened.docinfo)} {opened.Root.Metadata.read_bytes().decode()}"
    with zipfile.ZipFile(io.BytesIO(epub(document))) as book:
        files = b"".join(map(book.read, book.namelist())).decode(errors="ignore")
    said = " ".join([metadata, files, text_of(printed), plain_text(document)])
    assert "Kitchen crew" in said
    assert "account-name" not in said.casefold()
