from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ZineConfig(AppConfig):
    name = "zine"
    verbose_name = _("Zine")

    def ready(self) -> None:
        from django.core.checks import register

        from cms.contacts.renewal import register_renewal
        from cms.media.consent import register_follower
        from cms.pages.issues import register_issues
        from cms.pages.publish_checks import register_publish_check
        from cms.review.file_downs import register_file_renewal
        from cms.search.index import register_parts

        from .editions.checks import check_blocks
        from .editions.preflight import edition_problems
        from .facsimiles.preflight import facsimile_problems
        from .facsimiles.publication import pages_to_find
        from .models import ZineIssuePage
        from .signals import make_anew_without, renew_issues
        from .web.shelf import newest_on_the_shelf

        register(check_blocks)
        register_issues(ZineIssuePage, newest_on_the_shelf)
        register_publish_check(edition_problems)
        register_publish_check(facsimile_problems)
        register_parts(pages_to_find)
        register_renewal(renew_issues)
        register_follower(make_anew_without)
        register_file_renewal(make_anew_without)
