from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    name = "cms.contacts"
    label = "contacts"
    verbose_name = _("Contacts")

    def ready(self) -> None:
        from cms.pages.contact_records import register_contacts

        from . import signals  # noqa: F401
        from .models import Contact
        from .reach import choosable_contacts

        register_contacts(Contact, choosable_contacts)
