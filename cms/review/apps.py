from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    name = "cms.review"
    label = "review"
    verbose_name = _("Review")

    def ready(self) -> None:
        from cms.access.reconcile import register_tables
        from cms.media.in_use import register_texts
        from cms.media.models import Document, Image
        from cms.media.readers import register_public, register_viewer
        from cms.media.states import document_states, image_states
        from cms.pages.publish_checks import register_promises

        from . import media_signals, policies, redirects, signals, wagtail_patches
        from .checks import check_records
        from .in_use import a_text_stands_on
        from .media_uses import in_public_texts, may_see
        from .sets import pages_promised_with
        from .standing import register_files
        from .workflows import review_workflows

        policies.register()
        checks.register(check_records, checks.Tags.models)
        register_tables(review_workflows)
        register_promises(pages_promised_with)
        register_texts(a_text_stands_on)
        register_public(in_public_texts)
        register_viewer(may_see)
        register_files(Image, image_states)
        register_files(Document, document_states)
        wagtail_patches.install()
        signals.connect()
        media_signals.connect()
        redirects.connect()
