from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "cms.media"
    label = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        from . import signals, wagtail_patches  # noqa: F401  (signals connects its receivers)
        from .heads import read_heads

        wagtail_patches.install()
        read_heads()
