from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from cms.access.report import register_second_factors

        from . import entries, sessions, wagtail_patches
        from .factors import with_factors

        register_second_factors(with_factors)
        sessions.connect()
        entries.connect()
        wagtail_patches.install()
