"""What reviewers are told beside a text: what goes with its approval and is not in the text."""

from collections.abc import Callable, Iterable

from wagtail.models import Page, Revision

type Messages = Callable[[Page, Revision], Iterable[str]]

_sources: list[Messages] = []


def register_reviewer_messages(source: Messages) -> None:
    """Let another app say, in sentences, what reviewers of a revision should know."""
    if source not in _sources:
        _sources.append(source)


def messages_about(page: Page, revision: Revision) -> list[str]:
    """The sentences about a revision, of every app that has any."""
    return [sentence for source in _sources for sentence in source(page, revision)]
