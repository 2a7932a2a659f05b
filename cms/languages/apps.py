from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LanguagesConfig(AppConfig):
    name = "cms.languages"
    label = "languages"
    verbose_name = _("Languages")

    def ready(self) -> None:
        from wagtail_localize import strings

        # A footnote's superscript number stands within a sentence. Unless it counts as inline,
        # the sentence is cut in two at the number, and translators get the halves.
        if "sup" not in strings.INLINE_TAGS:
            strings.INLINE_TAGS.append("sup")
