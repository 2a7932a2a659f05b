"""What a page says of itself to browsers, search engines and those it is shared with."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language
from wagtail.models import Page

from .addresses import absolute
from .languages import LANGUAGES
from .page_view import PageView
from .share_images import SHARE_IMAGE_SIZE, share_image

# The language that readers of any other are sent to.
ENGLISH = "en"
# Enough that no character of the data can end the script element or begin a comment in it.
JSON_ESCAPES = str.maketrans({"<": r"\u003C", ">": r"\u003E", "&": r"\u0026"})


class Identity(Protocol):
    """What the organization says of itself: ``home.models.SiteIdentity``."""

    organization_name: str
    tagline: str
    social_links: Any


class InLanguage(Protocol):
    """A page in one language: ``cms.languages.alternates.Alternate``."""

    @property
    def page(self) -> Page: ...
    @property
    def address(self) -> str: ...


class Languages(Protocol):
    """In which languages a page exists: ``cms.languages.alternates.ReaderLanguages``."""

    @property
    def alternates(self) -> Mapping[str, Any]: ...
    @property
    def above(self) -> Sequence[InLanguage]: ...
    @property
    def default_address(self) -> str | None: ...


@dataclass(frozen=True)
class LinkedData:
    """Data for a ``script`` element of type ``application/ld+json``."""

    data: dict[str, Any]

    def __html__(self) -> str:
        dense = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))
        return dense.translate(JSON_ESCAPES)


@dataclass(frozen=True)
class Metadata:
    """The contents of ``components/metadata.html``. Addresses are absolute."""

    title: str
    organization: str
    description: str = ""
    kind: str = "website"
    canonical: str = ""
    alternates: list[tuple[str, str]] = field(default_factory=list)
    share_image: str = ""
    open_graph_locale: str = ""
    other_locales: list[str] = field(default_factory=list)
    linked_data: list[LinkedData] = field(default_factory=list)
    feed: str = ""
    indexed: bool = True

    share_image_size = SHARE_IMAGE_SIZE

    @property
    def document_title(self) -> str:
        """The text of ``title``: the page's, then the organization's name."""
        if not self.title or self.title == self.organization:
            return self.organization
        return f"{self.title} — {self.organization}"


def page_metadata(
    request: HttpRequest, view: PageView, identity: Identity, languages: Languages | None = None
) -> Metadata:
    """Return the metadata of what is shown of a page.

    ``languages`` gives the page's alternates and what stands above it.
    """
    return _PageMetadata(request, view, identity, languages).metadata()


class _PageMetadata:
    def __init__(
        self,
        request: HttpRequest,
        view: PageView,
        identity: Identity,
        languages: Languages | None,
    ) -> None:
        self.request = request
        self.view = view
        self.page = page = view.page
        self.identity = identity
        self.languages = languages
        own = languages.alternates.get(get_language() or "") if languages else None
        # Empty for what readers cannot see: previews, private pages, aliases.
        self.path: str = own.address + view.subpath if own and own.page.pk == page.pk else ""
        self.is_home = bool(self.path) and languages is not None and not languages.above

    def metadata(self) -> Metadata:
        code = get_language() or ""
        image = self.share_image(code)
        return Metadata(
            title=self.view.title,
            organization=self.identity.organization_name,
            description=self.description,
            kind="article" if self.page.schema_type == "Article" else "website",
            canonical=self.absolute(self.path),
            alternates=self.alternates(),
            share_image=self.absolute(image),
            open_graph_locale=LANGUAGES[code].open_graph if code else "",
            other_locales=[LANGUAGES[other].open_graph for other in self.versions if other != code],
            linked_data=self.linked_data(self.absolute(image)),
            feed=self.absolute(f"{self.path}feed.xml") if self.page.has_feed and self.path else "",
            indexed=bool(self.path),
        )

    def share_image(self, code: str) -> str:
        # The preview of a page that was never saved has no number to find its image by.
        if not self.path or self.page.pk is None:
            return ""
        return share_image(self.page, self.identity.organization_name, code).path

    def absolute(self, path: str) -> str:
        return absolute(self.request, path) if path else ""

    @property
    def description(self) -> str:
        return self.view.description or (self.identity.tagline if self.is_home else "")

    @cached_property
    def versions(self) -> dict[str, str]:
        """The address in each language that has the page, or the same part of it."""
        if self.languages is None or not self.path:
            return {}
        having = self.view.pages_with_subpath if self.view.subpath else frozenset()
        return {
            code: alternate.address + self.view.subpath
            for code, alternate in self.languages.alternates.items()
            if not self.view.subpath or alternate.page.pk in having
        }

    def alternates(self) -> list[tuple[str, str]]:
        """Each language with its address, and the default; nothing for what readers cannot see."""
        links = [(code, self.absolute(address)) for code, address in self.versions.items()]
        if not links or self.languages is None:
            return []
        default = self.languages.default_address
        if self.view.subpath:
            default = self.versions.get(ENGLISH)
        return [*links, ("x-default", self.absolute(default))] if default else links

    def linked_data(self, image: str) -> list[LinkedData]:
        if not self.path:
            return []
        data = [self.subject(image)]
        if self.languages and len(self.languages.above) > 0:
            data.append(self.breadcrumbs(self.languages.above))
        return [LinkedData({"@context": "https://schema.org"} | each) for each in data]

    def subject(self, image: str) -> dict[str, Any]:
        """The organization on the home page; elsewhere the page, published by it."""
        organization = self.organization()
        if self.is_home:
            return organization
        page = self.page
        name = "headline" if page.schema_type == "Article" else "name"
        data: dict[str, Any] = {
            "@type": page.schema_type,
            name: self.view.title,
            "description": self.description,
            "inLanguage": get_language(),
            "url": self.absolute(self.path),
            "image": image,
            "publisher": organization,
        }
        if page.schema_type == "Article":
            author = self.view.author
            data["author"] = {"name": author} if author else organization
            published, changed = page.first_published_at, page.last_published_at
            data["datePublished"] = published.isoformat() if published else ""
            data["dateModified"] = changed.isoformat() if changed else ""
        return {key: value for key, value in data.items() if value}

    def organization(self) -> dict[str, Any]:
        data = {
            "@type": "Organization",
            "name": self.identity.organization_name,
            "url": self.absolute("/"),
            "description": self.identity.tagline,
            "sameAs": [
                link.value.href
                for link in self.identity.social_links
                if link.value.is_shown and link.value.means in {"website", "social"}
            ],
        }
        return {key: value for key, value in data.items() if value}

    def breadcrumbs(self, above: Sequence[InLanguage]) -> dict[str, Any]:
        steps = [(each.page.title, each.address) for each in above]
        last = (self.page.title, self.path)
        if self.view.subpath:
            steps.append((self.page.title, self.path.removesuffix(self.view.subpath)))
            last = (self.view.title, self.path)
        return {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": title,
                    "item": self.absolute(address),
                }
                for position, (title, address) in enumerate([*steps, last], start=1)
            ],
        }
