"""What must be right before the site starts."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning  # noqa: A004  (Django's name)
from django.utils.translation import get_language_info, to_locale


def check_catalogues(**_kwargs: Any) -> list[CheckMessage]:
    """A language without the interface's words is no fault, but whoever runs the site knows it."""
    folder = Path(settings.LOCALE_PATHS[0])
    return [
        Warning(
            f"The interface is in English on {get_language_info(code)['name']} pages until there "
            f"is {folder.name}/{to_locale(code)}/LC_MESSAGES/django.po.",
            hint="Make its folder, then `make messages`.",
            id="languages.W001",
        )
        for code, _name in settings.LANGUAGES
        if code != settings.LANGUAGE_CODE
        and not (folder / to_locale(code) / "LC_MESSAGES" / "django.po").exists()
    ]
