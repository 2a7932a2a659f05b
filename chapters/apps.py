from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChaptersConfig(AppConfig):
    name = "chapters"
    verbose_name = _("Chapters")

    def ready(self) -> None:
        from cms.review.archiving import register_archiving

        from . import archiving, signals
        from .models import ChapterPage

        signals.connect()
        register_archiving(ChapterPage, archiving.archive)
