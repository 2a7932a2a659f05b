"""Wagtail's app of accounts, with screens on which nobody becomes a superuser."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    user_viewset = "cms.access.user_screens.AccountViewSet"
