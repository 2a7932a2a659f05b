from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LanguagesConfig(AppConfig):
    name = "cms.languages"
    label = "languages"
    verbose_name = _("Languages")

    def ready(self) -> None:
        from django.core.checks import Tags, register

        from cms.review.outcome import register_reader_address

        from . import demand
        from .alternates import reader_address
        from .checks import check_catalogues

        demand.connect()
        register_reader_address(reader_address)
        register(check_catalogues, Tags.translation)
