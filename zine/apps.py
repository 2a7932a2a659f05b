from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ZineConfig(AppConfig):
    name = "zine"
    verbose_name = _("Zine")

    def ready(self) -> None:
        from cms.pages.gates import register_gate
        from cms.search.index import register_parts

        from . import signals  # noqa: F401
        from .checking import edition_problems
        from .showing import facsimile_problems, pages_to_find

        register_gate(edition_problems)
        register_gate(facsimile_problems)
        register_parts(pages_to_find)
