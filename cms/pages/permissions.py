"""What an account may do with a page, where that is stricter than Wagtail."""

from django.conf import settings
from wagtail.log_actions import get_active_log_context
from wagtail.models import Locale, Page, PagePermissionTester
from wagtail.permissions import policy_registry

from .readable import readable

ANY_RIGHT = frozenset({"add", "change", "publish", "lock", "unlock", "bulk_delete"})


def is_drafted_by_others(page: Page) -> bool:
    """Whether whoever is at work in the admin now has no business with the page's drafts."""
    user = get_active_log_context().user
    if user is None:
        return False
    policy = policy_registry.get_by_type(type(page))
    return not policy.user_has_any_permission_for_instance(user, ANY_RIGHT, page)


class ReviewedPagePermissionTester(PagePermissionTester):
    """Wagtail's rules, but that nobody publishes by a permission: that is what review is for.

    The ``publish`` permission still lets its holders move and delete what readers see. Taking it
    down is a right by itself, which more people have. Superusers are bound like everybody else.
    """

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_reorder_children(self) -> bool:
        """The order of pages is the source's, and the same in every language.

        Where readers see the order, it is changed by review: in the menu by the site's identity,
        below a page by each page's number.
        """
        may = bool(super().can_reorder_children()) and not self._follows_a_source()
        return may and not _shows_an_order(self.page)

    def can_move(self) -> bool:
        """A page in another language moves with its source."""
        return bool(super().can_move()) and not self._follows_a_source()

    def can_move_to(self, destination: Page) -> bool:
        """Where it stands already, that puts it elsewhere in the order."""
        if self._follows_a_source():
            return False
        if self.page.is_child_of(destination) and _shows_an_order(destination):
            return False
        return bool(super().can_move_to(destination))

    def can_unpublish(self) -> bool:
        """Also while it is locked: what puts somebody in danger waits for nobody."""
        return bool(self.page.live) and self.can_take_down()

    def can_take_down(self) -> bool:
        """As ``can_unpublish``, of whatever stands along with what is taken down, live or not."""
        return self._may("take_down")

    def can_archive(self) -> bool:
        """Taking down for good, with the rights of those whose work it is."""
        return self._may("publish")

    def can_set_view_restrictions(self) -> bool:
        return self._may("publish")

    def can_unschedule(self) -> bool:
        return self._may("publish")

    def _follows_a_source(self) -> bool:
        """Whether the page has a version in the site's first language, which it stands with."""
        first = Locale.objects.filter(language_code=settings.LANGUAGE_CODE)
        source = Page.objects.filter(translation_key=self.page.translation_key, locale__in=first)
        return bool(source.exclude(pk=self.page.pk).exists())

    def _may(self, right: str) -> bool:
        if not self.user.is_active or self.page_is_root:
            return False
        return self.user.is_superuser or right in self.permissions


def _shows_an_order(page: Page) -> bool:
    """Whether readers see more than one page below this one, in the order that these have."""
    if getattr(page.specific_class, "pages_below", "") != "in-their-order":
        return False
    return bool(readable(Page.objects.child_of(page)).count() > 1)
