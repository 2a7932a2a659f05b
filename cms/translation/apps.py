from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationConfig(AppConfig):
    name = "cms.translation"
    label = "translation"
    verbose_name = _("Translation")

    def ready(self) -> None:
        from django.core.checks import Tags, register

        from . import localize_patches, signals, workflows
        from .machinery.system_checks import check_translation_server

        localize_patches.install()
        workflows.connect()
        signals.connect()
        register(check_translation_server, Tags.security)
