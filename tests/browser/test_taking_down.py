"""A chapter's lead takes a picture down on a telephone; the screens hold in both directions."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from .conftest import OwnSite
from .visits import Visitor

# A page of Boston's that readers see, with a picture of Boston's.
PICTURE = """
from pathlib import Path
from wagtail.models import Page
from chapters.models import Chapter
from django.core.files.base import ContentFile
from cms.media.models import Image
from home.models import StandardPage
from tests.safety.dirty_files import jpeg

boston = Page.objects.get(slug="boston", locale__language_code="en")
collection = Chapter.objects.get(key=boston.translation_key).collection
picture = Image.objects.create(
    title="A gate", collection=collection, file=ContentFile(jpeg(), name="x.jpg")
)
shown = {{"image": picture, "alt_text": "A gate", "decorative": False}}
page = StandardPage(title="At the gate", slug="at-the-gate", summary="What happened.")
page.body = [("image", {{"picture": shown, "caption": "Somebody at the gate", "credit": ""}})]
boston.specific.add_child(instance=page)
page.save_revision().publish()
Path({target!r}).write_text(str(picture.pk))
"""
PUBLIC = "/en/chapters/boston/at-the-gate/"


def test_a_lead_takes_a_picture_down_on_a_telephone(
    own_site: OwnSite, browser: Browser, tmp_path: Path
) -> None:
    own_site.carry_out(PICTURE.format(target=str(tmp_path / "picture")))
    picture = (tmp_path / "picture").read_text()
    screen = f"/admin/review/take-down/image/{picture}/"
    with Visitor.at(own_site.address, browser, color_scheme="dark") as visitor:
        visitor.sign_in("boston-lead-ar")
        for width in (1280, 360):
            visitor.go(screen, width=width)
            assert visitor.overflow() == []
            visitor.keep_picture(f"take-down-ar-{width}")
    with Visitor.at(own_site.address, browser, color_scheme="light") as visitor:
        visitor.go(PUBLIC, width=360)
        shown = visitor.page.locator("main figure img").evaluate("image => image.currentSrc")
        assert visitor.page.request.get(shown).status == 200
        visitor.sign_in("boston-lead")
        visitor.go(screen)
        visitor.keep_picture("take-down-en-1280")
        visitor.go(f"/admin/images/{picture}/", width=360)
        visitor.page.get_by_role("link", name="Take down…").click()
        expect(visitor.page.locator("main")).to_contain_text("At the gate")
        assert visitor.overflow() == []
        visitor.keep_picture("take-down-en-360")
        visitor.page.get_by_label("Why is it taken down?").fill("Whoever is in it is in danger.")
        visitor.page.get_by_role("button", name="Take it down now").click()
        expect(visitor.page.locator(".messages")).to_contain_text("Readers do not see it any more")
        visitor.keep_picture("taken-down-en-360")
        visitor.go(PUBLIC, width=360)
        expect(visitor.page.locator("main")).not_to_contain_text("Somebody at the gate")
        assert visitor.page.request.get(shown).status == 404
