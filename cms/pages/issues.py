"""Issues of the zine, for what refers to one. An app above has them."""

from collections.abc import Callable

from wagtail.models import Page

type Newest = Callable[[], Page | None]

_known: list[tuple[type[Page], Newest]] = []


def register_issues(model: type[Page], newest: Newest) -> None:
    """Let the app of the zine say what its issues are, and which on the shelf is the newest."""
    _known[:] = [(model, newest)]


def issue_models() -> list[type[Page]]:
    """The type of page that an issue is."""
    return [model for model, _newest in _known]


def newest_issue() -> Page | None:
    """The newest issue that readers can see."""
    return next((newest() for _model, newest in _known), None)
