from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "cms.demo"
    label = "demo"
    verbose_name = _("Demo")

    def ready(self) -> None:
        from .conditions import check_conditions

        register(check_conditions, Tags.security)
