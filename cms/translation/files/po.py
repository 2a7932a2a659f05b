"""PO files, as gettext and every translation editor know them."""

import polib
from django.utils.translation import gettext as _

from .catalogue import Catalogue, Line, NotOurFile

MARK = "X-WagtailLocalize-TranslationID"


def write_po(catalogue: Catalogue) -> bytes:
    """The catalogue as a PO file in UTF-8."""
    file = polib.POFile(wrapwidth=200)
    file.header = "\n".join(text for text in (catalogue.title, catalogue.address) if text)
    file.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": catalogue.language,
        MARK: catalogue.mark,
    }
    for line in catalogue.lines:
        file.append(
            polib.POEntry(
                msgctxt=line.path,
                msgid=line.source,
                msgstr=line.text,
                comment="\n".join((catalogue.title, *line.notes)),
                occurrences=[(catalogue.address, "")] if catalogue.address else [],
                flags=["fuzzy"] if line.unsure else [],
            )
        )
    return str(file).encode()


def read_po(content: bytes) -> Catalogue:
    """Read a file that ``write_po`` made and people have written in. Raises NotOurFile."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotOurFile(_("This file is not in UTF-8. Please save it as UTF-8.")) from error
    try:
        # The line in front keeps polib from taking the text for the name of a file.
        file = polib.pofile("#\n" + text.replace("\x00", ""))
    except (OSError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise NotOurFile(_("This is no PO file, or it is damaged.")) from error
    mark = file.metadata.get(MARK)
    if mark is None:
        raise NotOurFile(
            _("The header of this file does not say which translation it is of (%(mark)s).")
            % {"mark": MARK}
        )
    lines = [
        Line(
            path=entry.msgctxt or "",
            source=entry.msgid,
            text=entry.msgstr,
            unsure="fuzzy" in entry.flags,
            gone=bool(entry.obsolete),
        )
        for entry in file
    ]
    return Catalogue(mark=mark.strip(), language=file.metadata.get("Language", ""), lines=lines)
