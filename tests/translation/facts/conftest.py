from collections.abc import Callable
from typing import Any

import pytest
from wagtail_localize.models import StringSegment, StringTranslation

from cms.translation.drafts import save_draft
from cms.translation.freshness import note_submission
from tests.translation.world import World

from .steps import LINKS, Steps


@pytest.fixture
def steps(world: World, django_capture_on_commit_callbacks: Callable[..., Any]) -> Steps:
    """Boston's page has two ways to reach it and a link to join, in English and in Spanish."""
    steps = Steps(world, django_capture_on_commit_callbacks)
    steps.publish("boston", contact_links=LINKS, join_url="https://join.example.org/")
    for code in ("es", "ar"):
        translation = world.translation("boston", code)
        for segment in StringSegment.objects.filter(source=translation.source):
            StringTranslation.objects.get_or_create(
                translation_of=segment.string,
                locale=translation.target_locale,
                context=segment.context,
                defaults={"data": f"{code} {segment.string.data}", "translation_type": "manual"},
            )
        with django_capture_on_commit_callbacks(execute=True):
            revision = save_draft(translation, None)
            note_submission(translation, revision)
            if code == "es":
                revision.publish()
    return steps
