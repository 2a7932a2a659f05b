from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "cms.delivery"
    label = "delivery"
    verbose_name = _("Delivery")

    def ready(self) -> None:
        from django.core.checks import Tags, register

        from . import logs, wagtail_patches
        from .security_contact import check_security_contact
        from .store import keeping

        wagtail_patches.install()
        register(check_security_contact, Tags.security, deploy=True)
        logs.connect()
        keeping.connect()
