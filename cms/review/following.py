"""What follows an approval in other texts: reviewers see it before, and say what only they can."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from wagtail.models import Revision


@dataclass(frozen=True)
class Question:
    """Something that a reviewer may tick: ``name`` is what the form sends."""

    name: str
    label: str
    is_ticked: bool = False


@dataclass(frozen=True)
class Following:
    """Sentences about what follows by itself, and questions about what does not."""

    sentences: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


type Preview = Callable[[Any, Revision], Following]
type Confirm = Callable[[Revision, User, list[str]], None]

_sources: list[tuple[Preview, Confirm]] = []


def register_following(preview: Preview, confirm: Confirm) -> None:
    """Let another app say what follows the approval of a text, and keep what was ticked."""
    if (preview, confirm) not in _sources:
        _sources.append((preview, confirm))


def following_of(subject: Any, revision: Revision) -> Following:
    """What every app has to say of the approval of a revision."""
    found = [preview(subject, revision) for preview, _confirm in _sources]
    return Following(
        [sentence for each in found for sentence in each.sentences],
        [question for each in found for question in each.questions],
    )


def confirm(revision: Revision, user: User, ticked: list[str]) -> None:
    """Keep what a reviewer ticked with an approval, in its transaction."""
    for _preview, keep in _sources:
        keep(revision, user, ticked)
