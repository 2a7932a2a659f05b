from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "cms.operations"
    label = "operations"
    verbose_name = _("Operations")

    def ready(self) -> None:
        # Here because operating the site stands above all else: nothing imports it.
        from cms.checks import check_house_rules
        from cms.operations.first_site.guidance import guidance_left
        from cms.pages.publish_checks import register_publish_check

        register(check_house_rules, Tags.models)
        register_publish_check(guidance_left)
