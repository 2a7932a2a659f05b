from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "cms.access"
    label = "access"
    verbose_name = _("Access")

    def ready(self) -> None:
        from cms.pages.forms import register_national_staff

        from . import log_entries, registered_views, signals, wagtail_patches
        from .policy import discover_rights
        from .querysets import is_national

        register_national_staff(is_national)
        registered_views.discover()
        discover_rights()
        signals.connect()
        log_entries.connect()
        wagtail_patches.install()
