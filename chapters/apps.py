from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChaptersConfig(AppConfig):
    name = "chapters"
    verbose_name = _("Chapters")

    def ready(self) -> None:
        from cms.pages.blocks.references import ChapterListBlock
        from cms.pages.led_to import register_pages_of
        from cms.review.archiving import register_archiving

        from . import archiving, signals
        from .models import ChapterPage

        signals.connect()
        register_pages_of(ChapterListBlock, ChapterPage.objects.for_readers)
        register_archiving(ChapterPage, archiving.archive)
