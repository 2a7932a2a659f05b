from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LanguagesConfig(AppConfig):
    name = "cms.languages"
    label = "languages"
    verbose_name = _("Languages")

    def ready(self) -> None:
        from django.core.checks import Tags, register
        from wagtail_localize import strings

        from cms.pages import foreign

        from . import demand
        from .checks import check_translation_server
        from .desk import drafts, freshness, segments, steps

        # A footnote's superscript number stands within a sentence. Unless it counts as inline,
        # the sentence is cut in two at the number, and translators get the halves.
        # So do words in another language.
        for tag in ("sup", *foreign.FEATURES):
            if tag not in strings.INLINE_TAGS:
                strings.INLINE_TAGS.append(tag)
        drafts.install()
        segments.install()
        steps.connect()
        freshness.connect()
        demand.connect()
        register(check_translation_server, Tags.security)
