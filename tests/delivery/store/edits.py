"""The kinds of edits that readers see, as the site itself makes them or the database has them."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction, Site

from cms.contacts.models import Contact
from cms.media.consent import end_consents
from cms.media.models import Image, MediaUse
from cms.media.people import People
from cms.review.models import Decision
from cms.review.taking_down import take_down_pages
from home.models import HomePage, ImpactEntry, Person, Principle, SiteIdentity, StandardPage
from tests.seeding import SeededSite
from tests.trees import publish
from zine.models import Edition

type Edit = Callable[[SeededSite], None]


def publish_a_title(site: SeededSite) -> None:
    page = site.page("en", "about/")
    page.title = "About all of us"
    publish(page)


def publish_a_text(site: SeededSite) -> None:
    page = site.page("en", "chapters/boston/")
    page.introduction = "Other words of a chapter."
    publish(page)


def publish_a_new_page(site: SeededSite) -> None:
    page = StandardPage(title="Quite new", slug="quite-new", locale=site.page("en", "").locale)
    site.page("en", "").add_child(instance=page)
    publish(page)


def publish_a_translation(site: SeededSite) -> None:
    page = site.page("es", "about/")
    page.title = "Otras palabras"
    publish(page)


def unpublish_a_page(site: SeededSite) -> None:
    site.page("en", "press/").unpublish()


def take_down_a_chapter(site: SeededSite) -> None:
    staff = User.objects.create_superuser("chief", "chief@example.org", "a-password-of-a-test")
    take_down_pages([site.page("en", "chapters/boston/")], staff, "It has to go.")


def delete_a_page(site: SeededSite) -> None:
    site.page("en", "press/").delete()


def move_a_page(site: SeededSite) -> None:
    site.page("en", "press/").move(site.page("en", "about/"), "last-child")


def reorder_pages(site: SeededSite) -> None:
    chapters = site.page("en", "chapters/")
    site.page("en", "chapters/washington-dc/").move(chapters, "first-child")
    for number, child in enumerate(chapters.get_children().order_by("-path").specific()):
        child.order = number
        child.save()


def rename_an_address(site: SeededSite) -> None:
    page = site.page("en", "chapters/chicago/")
    page.slug = "chicago-and-around"
    publish(page)


def make_a_page_private(site: SeededSite) -> None:
    page = site.page("en", "press/")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def change_a_record(_site: SeededSite) -> None:
    person = Person.objects.filter(live=True, locale__language_code="en").first()
    assert person is not None
    person.role = "Another role"
    person.save()


def reorder_records(_site: SeededSite) -> None:
    for number, entry in enumerate(Principle.objects.order_by("-sort_order")):
        Principle.objects.filter(pk=entry.pk).update(sort_order=number)


def delete_a_record(_site: SeededSite) -> None:
    entry = ImpactEntry.objects.filter(locale__language_code="en").first()
    assert entry is not None
    entry.delete()


def change_a_contact(_site: SeededSite) -> None:
    for contact in Contact.objects.filter(live=True):
        contact.target = "+1 555 0100 999"
        contact.save()


def change_the_menu(_site: SeededSite) -> None:
    for identity in SiteIdentity.objects.all():
        identity.menu.clear()
        identity.save()


def change_the_name(_site: SeededSite) -> None:
    SiteIdentity.objects.update(organization_name="Another name")


def make_a_redirect(site: SeededSite) -> None:
    Redirect.objects.create(old_path="/en/long-ago", redirect_page=site.page("en", "about/"))


def change_a_pictures_words(_site: SeededSite) -> None:
    for image in Image.objects.all():
        image.description = "Other words for who cannot see it."
        image.save()


def end_a_consent(site: SeededSite) -> None:
    """By the clock: the scheduler writes it down on the day after."""
    yesterday = timezone.localdate() - timedelta(days=1)
    shown = MediaUse.objects.filter(page=site.page("en", "")).values_list("image", flat=True)
    Image.objects.filter(pk__in=list(shown)[:1]).update(
        people=People.AGREED, consent_until=yesterday
    )
    end_consents()


def lose_the_sizes_of_pictures(_site: SeededSite) -> None:
    Image.objects.first().renditions.all().delete()


def build_an_edition(site: SeededSite) -> None:
    issue = site.page("en", "zine/101/")
    edition = Edition.objects.create(
        issue=issue, key="another", state=Edition.State.READY, is_current=True, digest="d"
    )
    artifact = edition.artifacts.model(edition=edition, kind="screen", size=9, sha256="0" * 64)
    artifact.file.save("screen.pdf", ContentFile(b"%PDF-1.7\n"), save=True)


def switch_a_language_on(site: SeededSite) -> None:
    french = Locale.objects.get_or_create(language_code="fr")[0]
    english = site.page("en", "")
    home = HomePage(title="Accueil", slug="home-fr", locale=french, headline="Accueil")
    home.introduction, home.translation_key = "Bonjour", english.translation_key
    Page.get_first_root_node().add_child(instance=home)
    publish(home)


def note_an_approval(site: SeededSite) -> None:
    Decision.objects.all().delete()
    assert site.page("en", "").live


def change_the_host(_site: SeededSite) -> None:
    Site.objects.update(hostname="another.example.org", port=443)


def write_by_hand(site: SeededSite) -> None:
    """As whoever has the database may."""
    page = site.page("en", "about/")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET title = %s WHERE id = %s", ["By hand", page.pk])


SEEN: tuple[Edit, ...] = (
    publish_a_title,
    publish_a_text,
    publish_a_new_page,
    publish_a_translation,
    unpublish_a_page,
    take_down_a_chapter,
    delete_a_page,
    move_a_page,
    reorder_pages,
    rename_an_address,
    make_a_page_private,
    change_a_record,
    reorder_records,
    delete_a_record,
    change_the_menu,
    change_the_name,
    switch_a_language_on,
    write_by_hand,
)
# What readers see of it, if anything, is no page of the store, or depends on more.
PERHAPS_SEEN: tuple[Edit, ...] = (
    make_a_redirect,
    change_a_pictures_words,
    lose_the_sizes_of_pictures,
    note_an_approval,
    change_the_host,
    build_an_edition,
    change_a_contact,
    end_a_consent,
)
