import pytest
from wagtail.models import Collection, Locale, Page, Site

from cms.contacts.models import Contact
from home.models import Principle, PrinciplesPage
from tests.access.movement import make_document, make_image
from zine.models import Facsimile, ZineIssuePage


@pytest.fixture
def referred_to(db: None) -> None:
    """Two of everything that a text can refer to."""
    locale = Locale.objects.get(language_code="en")
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    principles = root.add_child(
        instance=PrinciplesPage(title="Principles", slug="principles", locale=locale)
    )
    for number, name in enumerate(("First", "Other"), start=1):
        make_image(f"{name} picture", collection)
        make_document(f"{name} document", collection)
        Contact.objects.create(name=f"{name} helpline", target="988", live=True)
        Site.objects.create(hostname=name, site_name=f"{name} site", root_page=root)
        Facsimile.objects.bulk_create([Facsimile(title=f"{name} PDF", size=1, sheets=1, file="x")])
        Principle.objects.create(
            page=principles, key=f"principle-{number}", statement=f"{name} principle", locale=locale
        )
        root.add_child(
            instance=ZineIssuePage(
                title=f"{name} issue",
                slug=f"issue-{number}",
                number=number,
                published_on="2026-01-01",
                locale=locale,
            )
        )
