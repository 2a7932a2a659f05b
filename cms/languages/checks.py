"""What must be right before the site starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from cms.languages.translation_server import problem_with


def check_translation_server(**_kwargs: Any) -> list[CheckMessage]:
    """Texts are sent to no host but those that are allowed."""
    hosts = settings.TRANSLATION_SERVER_HOSTS
    problem = problem_with(settings.TRANSLATION_SERVER, hosts)
    return [Error(problem, id="languages.E001")] if problem else []
