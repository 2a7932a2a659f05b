"""All files of a language in one zip.

A zip that comes back is read in memory and never unpacked. How many files there are, how large
each one is and all are together is limited as they are read, whatever the zip says of itself.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath, PureWindowsPath
from uuid import UUID

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.models import Translation

from cms.access.translating import may_see_translation, may_translate

from ..submission import Frozen, refuse_if_frozen
from .catalogue import LARGEST, Catalogue, NotOurFile
from .formats import Format, file_name, file_of, is_zip, read_file
from .imports import AT_ONCE, Report, check_catalogue, take_in

LARGEST_ARCHIVE = 20 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_FILES = 1000
NOT_OURS = ("__MACOSX", ".DS_Store", "Thumbs.db")
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)


def readable_translations(locale: Locale, user: User) -> list[Translation]:
    """The translations into a language that the account may read, at most ``MOST_FILES``."""
    translations = Translation.objects.filter(target_locale=locale, enabled=True)
    translations = translations.select_related("source__locale", "target_locale").order_by("pk")
    return [each for each in translations if may_see_translation(user, each)][:MOST_FILES]


def write_archive(translations: Iterable[Translation], kind: Format) -> bytes:
    """A zip with a file for each translation."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for translation in translations:
            name = file_name(translation, kind, translation.pk)
            archive.writestr(zipfile.ZipInfo(name), file_of(translation, kind))
    return output.getvalue()


def import_archive(content: bytes, locale: Locale, user: User) -> list[Report]:
    """Take in a zip, or one file; return a report for each file.

    Raises NotOurFile, changing nothing, where the zip itself cannot be read or is not harmless.
    """
    reports: list[Report] = []
    for name, data in _files(content):
        try:
            catalogues = read_file(data)
        except NotOurFile as reason:
            reports.append(Report(title=name, problem=str(reason)))
            continue
        for catalogue in catalogues:
            left = AT_ONCE - sum(report.kept for report in reports)
            reports.append(_import_catalogue(catalogue, name, locale, user, left))
    return reports


def _import_catalogue(
    catalogue: Catalogue, name: str, locale: Locale, user: User, most: int
) -> Report:
    report = Report(title=name)
    try:
        translation = _translation_of(catalogue, locale)
        report.title = f"{translation.source.object_repr} ({name})"
        if not may_translate(user, translation):
            raise NotOurFile(_("This translation is not yours to write."))
        check_catalogue(catalogue, translation)
        refuse_if_frozen(translation, user)
        take_in(catalogue, translation, user, report, most)
    except (NotOurFile, Frozen) as reason:
        report.problem = str(reason)
    return report


def _translation_of(catalogue: Catalogue, locale: Locale) -> Translation:
    translations = Translation.objects.filter(target_locale=locale, enabled=True)
    translations = translations.select_related("source__locale", "target_locale")
    try:
        return translations.get(uuid=UUID(catalogue.mark))
    except (ValueError, Translation.DoesNotExist) as error:
        raise NotOurFile(_("This file is of no translation into this language.")) from error


def _files(content: bytes) -> Iterable[tuple[str, bytes]]:
    """Name and content of each file, all of them read before the first is given."""
    if not is_zip(content):
        return [(_("The file"), content)]
    if len(content) > LARGEST_ARCHIVE:
        raise NotOurFile(_("This zip is larger than 20 MB. Please send it in parts."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return list(_members(archive))
    except UNREADABLE as error:
        raise NotOurFile(_("This zip is damaged, or locked by a password.")) from error


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    members = [each for each in archive.infolist() if not each.is_dir()]
    if len(members) > MOST_FILES:
        raise NotOurFile(_("This zip holds more than 1000 files. Please send it in parts."))
    if any(_leads_elsewhere(each.filename) for each in members):
        raise NotOurFile(_("This zip holds a file whose name leads out of it."))
    unpacked = 0
    for member in members:
        if any(part in NOT_OURS for part in PurePosixPath(member.filename).parts):
            continue
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise NotOurFile(_("This zip is packed in an unusual way. Please pack it anew."))
        with archive.open(member) as file:
            data = file.read(LARGEST + 1)
        unpacked += len(data)
        if unpacked > LARGEST_UNPACKED:
            raise NotOurFile(_("This zip holds more than 60 MB. Please send it in parts."))
        yield member.filename, data


def _leads_elsewhere(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or bool(PureWindowsPath(name).drive)
