"""Pages, people and pictures for tests. A page without a parent hangs below the home page.

``HomePageFactory()`` takes over the site from Wagtail's welcome page, as starter content does.
Pages are live unless ``live=False``; ``locale`` is the parent's.
"""

import datetime
import io
from typing import Any

import factory
import PIL.Image
import wagtail_factories
from django.core.files.base import ContentFile
from django.utils.text import slugify
from factory.django import DjangoModelFactory
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from chapters.models import ChapterIndexPage, ChapterPage
from cms.media.people import People
from home.models import (
    AboutPage,
    HomePage,
    ImpactEntry,
    ImpactPage,
    Partner,
    Person,
    Principle,
    PrinciplesPage,
    SiteIdentity,
    StandardPage,
)
from zine.models import ZineIndexPage, ZineIssuePage


def home_page() -> HomePage:
    """Return the default site's home page; make it where there is none yet."""
    home = HomePage.objects.filter(locale=Locale.get_default()).first()
    return home or HomePageFactory()


def only_child(model: type[Page], child_factory: Any) -> Page:
    """Return the one page of its kind below the home page; make it where there is none yet."""
    return model.objects.child_of(home_page()).first() or child_factory()


class BasePageFactory(wagtail_factories.PageFactory):
    class Meta:
        abstract = True

    title = factory.Sequence(lambda number: f"Page {number}")
    slug = factory.LazyAttribute(lambda page: slugify(page.title))
    summary = "What this page is about."

    @classmethod
    def _create_instance(cls, model_class: Any, parent: Page | None, kwargs: Any) -> Page:
        parent = parent or cls.default_parent()
        kwargs.setdefault("locale", parent.locale)
        return super()._create_instance(model_class, parent, kwargs)

    @classmethod
    def default_parent(cls) -> Page:
        return home_page()


class HomePageFactory(BasePageFactory):
    class Meta:
        model = HomePage

    title = "Home"
    slug = "home-en"
    headline = "A few words"
    introduction = "Who we are."

    @classmethod
    def default_parent(cls) -> Page:
        return Page.get_first_root_node()

    @classmethod
    def _create_instance(cls, model_class: Any, parent: Page | None, kwargs: Any) -> Page:
        kwargs.setdefault("locale", Locale.get_default())
        home = super()._create_instance(model_class, parent, kwargs)
        site = Site.objects.filter(is_default_site=True).first()
        if site is None:
            Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        elif not isinstance(site.root_page.specific, HomePage):
            welcome = site.root_page
            site.root_page = home
            site.save()
            welcome.delete()
        return home


class AboutPageFactory(BasePageFactory):
    class Meta:
        model = AboutPage

    title = "About"


class StandardPageFactory(BasePageFactory):
    class Meta:
        model = StandardPage


class PrinciplesPageFactory(BasePageFactory):
    class Meta:
        model = PrinciplesPage

    title = "Principles"


class PrincipleFactory(DjangoModelFactory):
    class Meta:
        model = Principle

    page = factory.SubFactory(PrinciplesPageFactory)
    locale = factory.SelfAttribute("page.locale")
    key = factory.Sequence(lambda number: f"principle-{number + 1}")
    statement = "We act."
    explanation = "<p>At once.</p>"


class ImpactPageFactory(BasePageFactory):
    class Meta:
        model = ImpactPage

    title = "Impact"


class ImpactEntryFactory(DjangoModelFactory):
    class Meta:
        model = ImpactEntry

    page = factory.SubFactory(ImpactPageFactory)
    locale = factory.SelfAttribute("page.locale")
    date = datetime.date(2019, 6, 30)
    headline = "Something happened"


class ChapterIndexPageFactory(BasePageFactory):
    class Meta:
        model = ChapterIndexPage

    title = "Chapters"


class ChapterPageFactory(BasePageFactory):
    class Meta:
        model = ChapterPage

    title = factory.Sequence(lambda number: f"Chapter {number}")
    place = factory.SelfAttribute("title")
    state = ChapterPage.State.ACTIVE

    @classmethod
    def default_parent(cls) -> Page:
        return only_child(ChapterIndexPage, ChapterIndexPageFactory)


class ZineIndexPageFactory(BasePageFactory):
    class Meta:
        model = ZineIndexPage

    title = "Zine"


class ZineIssuePageFactory(BasePageFactory):
    class Meta:
        model = ZineIssuePage

    number = factory.Sequence(lambda number: number + 1)
    title = factory.LazyAttribute(lambda issue: f"Zine {issue.number}")
    slug = factory.LazyAttribute(lambda issue: str(issue.number))
    published_on = datetime.date(2024, 1, 1)

    @classmethod
    def default_parent(cls) -> Page:
        return only_child(ZineIndexPage, ZineIndexPageFactory)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    live = True

    locale = factory.LazyFunction(Locale.get_default)
    name = factory.Sequence(lambda number: f"Person {number}")
    role = "Role"


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = Partner

    live = True

    locale = factory.LazyFunction(Locale.get_default)
    name = factory.Sequence(lambda number: f"Partner {number}")


class SiteIdentityFactory(DjangoModelFactory):
    class Meta:
        model = SiteIdentity

    live = True

    site = factory.LazyFunction(lambda: Site.objects.get(is_default_site=True))
    locale = factory.LazyFunction(Locale.get_default)
    organization_name = "The Organization"
    tagline = "What it is."
    statement = "What it does."


class ImageFactory(DjangoModelFactory):
    """A picture of one color, of ``size`` in pixels."""

    class Meta:
        model = get_image_model()

    class Params:
        size = (400, 300)
        color = "#e2472b"

    people = People.NOBODY
    title = factory.Sequence(lambda number: f"Image {number}")
    file = factory.LazyAttribute(lambda image: plain_picture(image.size, image.color))


def plain_picture(size: tuple[int, int], color: str) -> ContentFile:
    """Return a PNG file of one color."""
    output = io.BytesIO()
    PIL.Image.new("RGB", size, color).save(output, "PNG")
    return ContentFile(output.getvalue(), name="picture.png")
