"""What must be right before the site starts: texts are sent to servers of one's own only."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from cms.translation.machinery.address import problem_with


def check_translation_server(**_kwargs: Any) -> list[CheckMessage]:
    """Texts are sent to no host but those that are allowed."""
    hosts = settings.TRANSLATION_SERVER_HOSTS
    problem = problem_with(settings.TRANSLATION_SERVER, hosts)
    return [Error(problem, id="translation.E001")] if problem else []
