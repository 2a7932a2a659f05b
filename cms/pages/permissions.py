"""What an account may do with a page, where that is stricter than Wagtail."""

from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PagePermissionTester
from wagtail.permissions import policy_registry

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

    The ``publish`` permission still lets its holders take down, move and delete what readers
    see. Superusers are bound like everybody else.
    """

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return self._may_change_what_readers_see()

    def can_unschedule(self) -> bool:
        return self._may_change_what_readers_see()

    def _may_change_what_readers_see(self) -> bool:
        if not self.user.is_active or self.page_is_root:
            return False
        return self.user.is_superuser or "publish" in self.permissions
