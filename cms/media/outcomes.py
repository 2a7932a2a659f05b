"""What comes of an upload, whether it was taken apart before the form looks at it or then."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.files.base import File

from .cleaning import CleanedFile

type Cleaner = Callable[[File], CleanedFile]
type Outcome = CleanedFile | ValidationError

OUTCOME = "cleaned_beforehand"


def clean_beforehand(upload: File, cleaner: Cleaner) -> None:
    """Take an upload apart, and note at it what came of it."""
    setattr(upload, OUTCOME, outcome(upload, cleaner))


def outcome(upload: File, cleaner: Cleaner) -> Outcome:
    """Return what comes of an upload, or what has come of it before: a file or a refusal."""
    known: Outcome | None = getattr(upload, OUTCOME, None)
    if known is not None:
        return known
    try:
        return cleaner(upload)
    except ValidationError as error:
        return error
