from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    name = "cms.review"
    label = "review"
    verbose_name = _("Review")

    def ready(self) -> None:
        from cms.access.reconcile import register_tables
        from cms.pages.gates import register_promises

        from . import signals
        from .chains import review_chains
        from .sets import pages_promised_with

        register_tables(review_chains)
        register_promises(pages_promised_with)
        signals.connect()
