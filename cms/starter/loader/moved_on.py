"""Pages whose English moved on after their translations: first as it was, then as it is.

So that translations answer what they were made from, the English page is published as it was
before they are recorded, and as its file says afterwards.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from cms.translation.freshness import bring_up_to_date

from .checks import check_values
from .files import StarterFile, StarterPlace, Table
from .wording import reword


@dataclass(frozen=True)
class MovedOn:
    """What ``moved-on.toml`` says, if there is such a file."""

    file: StarterFile | None

    def put_back(self, pages: Mapping[str, Page]) -> None:
        """Give the English pages, which nobody has published yet, the words of before."""
        for page, table, place in self._passages(pages):
            reword(page, str(table.get("now")), str(table.get("before")), place)
            page.save()

    def move_on(self, pages: dict[str, Page]) -> None:
        """Publish the English pages as they are now; their translations are out of date then."""
        moved: dict[str, StarterPlace] = {}
        for page, table, place in self._passages(pages):
            reword(page, str(table.get("before")), str(table.get("now")), place)
            moved[str(table["page"])] = place
        for address, place in moved.items():
            check_values(pages[address], place)
            pages[address].save_revision(clean=False).publish()
            pages[address] = Page.objects.get(pk=pages[address].pk).specific
            key = pages[address].translation_key
            # Publication asks a background task for it; seeding does not wait for one.
            bring_up_to_date(TranslationSource.objects.get(object_id=key))

    def _passages(self, pages: Mapping[str, Page]) -> Iterable[tuple[Page, Table, StarterPlace]]:
        if self.file is None:
            return
        for number, table in enumerate(self.file.table.get("passages", []), start=1):
            place = self.file.place.inside(f"passages, {number}")
            address = str(table.get("page"))
            if address not in pages:
                raise place.error(f"there is no page at “{address}”.")
            yield pages[address], table, place
