from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Home")

    def ready(self) -> None:
        from chapters.territory import register_first_drafts
        from cms.pages.blocks.references import PrincipleKeyBlock
        from cms.pages.identity import register_names
        from cms.pages.led_to import register_pages_of
        from cms.pages.navigation import register_menus
        from cms.pages.principles import register_principles

        from . import identity, menus, principles, signals  # noqa: F401 - its receivers
        from .models import StandardPage

        register_first_drafts(StandardPage)
        register_menus(menus.choices_in)
        register_names(identity.names_on)
        register_pages_of(PrincipleKeyBlock, principles.pages)
        register_principles(principles.choices, principles.words)
