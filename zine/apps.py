from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ZineConfig(AppConfig):
    name = "zine"
    verbose_name = _("Zine")

    def ready(self) -> None:
        from . import signals  # noqa: F401
