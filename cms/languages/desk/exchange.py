"""Work away from the site: a PO file out, and back in with a report on every string.

A file that is of another translation, damaged or not UTF-8 changes nothing; of a good file, what
fits is kept and the rest is named.
"""

from dataclasses import dataclass, field

import polib
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, Translation

from .passages import passages_of
from .writing import NotKept, place_of_segment, text_to_write, write_passage

LARGEST = 2 * 1024 * 1024
MARK = "X-WagtailLocalize-TranslationID"


class NotOurFile(Exception):  # noqa: N818
    """A file that cannot be taken in at all; its message is a sentence."""


@dataclass
class Report:
    """What became of a file's strings: how many were kept, and why each other one was not."""

    kept: int = 0
    same: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)

    def leave_out(self, message: str, reason: str) -> None:
        self.left_out.append((Truncator(message).chars(80), reason))


def export_po(translation: Translation) -> bytes:
    """Every passage with its place and what has been written, as a PO file in UTF-8."""
    file = polib.POFile(wrapwidth=200)
    file.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": translation.target_locale.language_code,
        MARK: str(translation.uuid),
    }
    for passage in passages_of(translation):
        note = passage.label
        if passage.place.limit:
            note += "\n" + _("At most %(limit)d characters.") % {"limit": passage.place.limit}
        file.append(
            polib.POEntry(
                msgctxt=passage.segment.context.path,
                msgid=passage.segment.string.data,
                msgstr=passage.written.data if passage.written else "",
                comment=note,
                flags=["fuzzy"] if passage.is_machine or passage.error else [],
            )
        )
    return str(file).encode()


def read_po(content: bytes, translation: Translation) -> polib.POFile:
    """Read a file that this translation was exported to. Raises NotOurFile."""
    if len(content) > LARGEST:
        raise NotOurFile(_("This file is larger than 2 MB. No translation is."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotOurFile(_("This file is not in UTF-8. Please save it as UTF-8.")) from error
    try:
        # The line in front keeps polib from taking the text for the name of a file.
        file = polib.pofile("#\n" + text.replace("\x00", ""))
    except (OSError, ValueError, IndexError, AttributeError) as error:
        raise NotOurFile(_("This is no PO file, or it is damaged.")) from error
    mark = file.metadata.get(MARK)
    if mark is None:
        raise NotOurFile(
            _("The header of this file does not say which translation it is of (%(mark)s).")
            % {"mark": MARK}
        )
    if mark != str(translation.uuid):
        raise NotOurFile(_("This file is of another translation."))
    return file


@transaction.atomic
def import_po(content: bytes, translation: Translation, user: User) -> Report:
    """Take in a file; return what became of each string. Raises NotOurFile, changing nothing."""
    file, report = read_po(content, translation), Report()
    by_place = {
        (passage.segment.context.path, passage.segment.string.data): passage
        for passage in passages_of(translation)
    }
    for entry in file:
        passage = by_place.get((entry.msgctxt or "", entry.msgid))
        if passage is None or entry.obsolete:
            report.leave_out(entry.msgid, _("The page does not have this passage any more."))
        elif not entry.msgstr.strip():
            continue
        elif "fuzzy" in entry.flags:
            report.leave_out(entry.msgid, _("It is marked as unsure (fuzzy)."))
        elif passage.written and passage.written.data == entry.msgstr and not passage.is_machine:
            report.same += 1
        else:
            _take_in(translation, passage.segment, entry.msgstr, user, report)
    return report


def _take_in(
    translation: Translation, segment: StringSegment, data: str, user: User, report: Report
) -> None:
    place = place_of_segment(translation, segment)
    try:
        written = write_passage(translation, segment, text_to_write(data, place), user, "PO")
    except NotKept as reason:
        report.leave_out(segment.string.data, str(reason))
        return
    report.kept += 1
    if written is not None and written.has_error:
        report.leave_out(segment.string.data, written.get_error() or "")
