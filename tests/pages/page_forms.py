"""What a person fills into the form of each page type, block by block."""

from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from wagtail.blocks import Block
from wagtail.models import Page
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from chapters.models import ChapterIndexPage, ChapterPage
from cms.checks import child_blocks, our_models, own_fields
from cms.media.models import Document, Image
from cms.pages.blocks.text import INLINE_FEATURES, PARAGRAPH_FEATURES
from cms.pages.fields import StreamField
from home.models import AboutPage, HomePage, ImpactPage, PrinciplesPage, StandardPage
from tests.safety.dirty_files import PDF, jpeg
from zine.models import ZineIndexPage, ZineIssuePage

type Form = dict[str, Any]


def listed(*items: Any) -> Form:
    """The form data of a list block."""
    data: Form = {"count": str(len(items))}
    for index, item in enumerate(items):
        data[str(index)] = {"value": item, "deleted": "", "order": str(index), "id": ""}
    return data


def inline(html: str) -> str:
    return rich_text(html, features=INLINE_FEATURES)


def picture() -> Form:
    image = Image.objects.create(title="A march", file=ContentFile(jpeg(), name="x.jpg"))
    return {"image": image.pk, "alt_text": "People with banners", "decorative": ""}


def writing_blocks(home: Page) -> list[tuple[str, Any]]:
    """One of each block that pages and zines are written with."""
    return [
        ("heading", {"level": "2", "text": "How we work", "anchor": "how-we-work"}),
        (
            "paragraph",
            {
                "text": rich_text("<p>We show up.<sup>1</sup></p>", features=PARAGRAPH_FEATURES),
                "footnotes": listed(inline("<p>A source.</p>")),
            },
        ),
        ("image", {"picture": picture(), "caption": "A caption", "credit": "A collective"}),
        ("pull_quote", {"quotation": "Never again for anyone.", "attribution": ""}),
        (
            "numbered_points",
            {"points": listed({"statement": "Flank", "text": inline("<p>Follow.</p>")})},
        ),
        ("checklist", {"title": "Bring", "items": listed("Water")}),
        ("callout", {"kind": "note", "title": "Note", "text": inline("<p>General.</p>")}),
        ("facts", {"facts": listed({"figure": "40+", "text": "actions", "source": ""})}),
        ("call_to_action", {"text": "Begin", "page": home.pk, "address": ""}),
    ]


def page_blocks(home: Page) -> list[tuple[str, Any]]:
    """One of each block that pages are written with, those that need other pages aside."""
    document = Document.objects.create(title="Poster", file=ContentFile(PDF, name="x.pdf"))
    return [
        *writing_blocks(home),
        ("chapter_list", ""),
        ("staff_list", ""),
        ("download", {"document": document.pk, "text": "The poster"}),
    ]


def home_form(home: Page) -> Form:
    return {
        "headline": "Never again",
        "introduction": "Who we are.",
        "hero": streamfield([("picture", picture())]),
        "body": streamfield(page_blocks(home)),
    }


def body_form(home: Page) -> Form:
    return {"body": streamfield(page_blocks(home))}


def principles_form(home: Page) -> Form:
    principle = {
        "key": "principle-1",
        "statement": "Who we are",
        "explanation": inline("<p>Why.</p>"),
    }
    return {
        "introduction": streamfield(page_blocks(home)),
        "principles": inline_formset([principle]),
    }


def impact_form(home: Page) -> Form:
    entry = {
        "date": "2019-06-30",
        "precision": "day",
        "place": "Elizabeth, New Jersey",
        "headline": "A blockade",
        "text": inline("<p>Two hundred people.</p>"),
        "source_url": "https://www.example.org/",
    }
    return {
        "introduction": streamfield(page_blocks(home)),
        "entries": inline_formset([entry]),
    }


def chapter_form(home: Page) -> Form:
    link = {"kind": "email", "text": "Write to us", "target": "chapter@example.org"}
    return {
        "place": "Boston",
        "state": "active",
        "time_zone": "America/New_York",
        "body": streamfield(page_blocks(home)),
        "contact_links": streamfield([("contact_link", link)]),
        "join_url": "https://www.example.org/join",
        "accessibility_note": "Step-free.",
    }


def issue_form(home: Page) -> Form:
    return {
        "number": "101",
        "published_on": "2024-03-01",
        "tagline": "What we do",
        "cover": streamfield([("picture", picture())]),
        "licence": "CC-BY-SA-4.0",
        "credits": "The collective",
        "body": streamfield(writing_blocks(home)),
    }


FORMS: dict[type[Page], Callable[[Page], Form]] = {
    HomePage: home_form,
    AboutPage: body_form,
    PrinciplesPage: principles_form,
    StandardPage: body_form,
    ImpactPage: impact_form,
    ChapterIndexPage: body_form,
    ChapterPage: chapter_form,
    ZineIndexPage: body_form,
    ZineIssuePage: issue_form,
}


def page_form(model: type[Page], home: Page, *, title: str = "A new page") -> Form:
    """The whole form of a page type, as the admin's page sends it."""
    data = {
        "title": title,
        "slug": "a-new-page",
        "seo_title": "",
        "show_in_menus": "",
        "summary": "A summary.",
        "comments": inline_formset([]),
        **FORMS[model](home),
    }
    return nested_form_data(data)


def stream_blocks() -> dict[str, Block]:
    """Every block that people pick from a menu, by where it is found."""
    found: dict[str, Block] = {}
    for model in our_models():
        for field in own_fields(model):
            if isinstance(field, StreamField):
                for name, block in child_blocks(field.stream_block).items():
                    found.setdefault(f"{type(block).__name__} {name}", block)
    return found
