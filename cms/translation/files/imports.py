"""Taking a file's lines in: what fits is kept, what does not is named."""

from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from ..segments.listing import Segment, segments_of
from ..segments.writing import NotKept, place_of_segment, text_to_write, write_segment
from .catalogue import Catalogue, Line, NotOurFile, clean
from .formats import read_file

AT_ONCE = 1000
MOST_NAMED = 100


@dataclass
class Report:
    """What became of a file's strings: how many were kept, and why each other one was not.

    ``put_off`` are those beyond what is kept at once; ``problem`` is why none was looked at. Of
    those that were left out the first hundred are named, and the others counted.
    """

    title: str = ""
    kept: int = 0
    same: int = 0
    put_off: int = 0
    problem: str = ""
    not_named: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)

    def leave_out(self, message: str, reason: str) -> None:
        if len(self.left_out) < MOST_NAMED:
            self.left_out.append((Truncator(message).chars(80), reason))
        else:
            self.not_named += 1


def import_file(content: bytes, translation: Translation, user: User) -> Report:
    """Take in the file of one translation. Raises NotOurFile, changing nothing."""
    catalogues = read_file(content)
    for catalogue in catalogues:
        check_catalogue(catalogue, translation)
    report = Report(translation.source.object_repr)
    for catalogue in catalogues:
        take_in(catalogue, translation, user, report)
    return report


def check_catalogue(catalogue: Catalogue, translation: Translation) -> None:
    """Raise NotOurFile where the catalogue is of another translation, or in another language."""
    if catalogue.mark != str(translation.uuid):
        raise NotOurFile(_("This file is of another translation."))
    wanted = translation.target_locale.language_code
    if catalogue.language and _language(catalogue.language) != _language(wanted):
        raise NotOurFile(
            _("This file says that it is in another language (%(code)s).")
            % {"code": Truncator(catalogue.language).chars(20)}
        )


@transaction.atomic
def take_in(
    catalogue: Catalogue, translation: Translation, user: User, report: Report, most: int = AT_ONCE
) -> None:
    """Write what the lines say, at most so many, and note what became of each."""
    by_key = {_key_of(segment): segment for segment in segments_of(translation)}
    for line in catalogue.lines:
        segment = by_key.get(line.key)
        if segment is None or line.gone:
            report.leave_out(line.source, _("The page does not have this passage any more."))
        elif not line.text.strip():
            continue
        elif _is_said(line, segment) and not segment.is_machine and not segment.error:
            report.same += 1
        elif line.unsure or (line.untouched and _is_said(line, segment)):
            report.leave_out(line.source, _("It is marked as unsure (fuzzy)."))
        elif report.kept >= most:
            report.put_off += 1
        else:
            _write(translation, segment, line.text, user, report)


def _write(
    translation: Translation, segment: Segment, data: str, user: User, report: Report
) -> None:
    string_segment = segment.string_segment
    place = place_of_segment(translation, string_segment)
    try:
        written = write_segment(
            translation, string_segment, text_to_write(data, place), user, "file"
        )
    except NotKept as reason:
        report.leave_out(string_segment.string.data, str(reason))
        return
    report.kept += 1
    if written is not None and written.has_error:
        report.leave_out(string_segment.string.data, written.get_error() or "")


def _key_of(segment: Segment) -> tuple[str, str]:
    string_segment = segment.string_segment
    return Line(string_segment.context.path, string_segment.string.data, "").key


def _is_said(line: Line, segment: Segment) -> bool:
    return segment.written is not None and clean(segment.written.data) == line.text


def _language(code: str) -> str:
    return code.replace("_", "-").partition("-")[0].casefold()
