from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    name = "cms.review"
    label = "review"
    verbose_name = _("Review")

    def ready(self) -> None:
        from cms.access.reconcile import register_tables
        from cms.pages.publish_checks import register_promises

        from . import policies, redirects, signals, wagtail_patches
        from .checks import check_records
        from .sets import pages_promised_with
        from .workflows import review_workflows

        policies.register()
        checks.register(check_records, checks.Tags.models)
        register_tables(review_workflows)
        register_promises(pages_promised_with)
        wagtail_patches.install()
        signals.connect()
        redirects.connect()
