"""Views of the translation desk. What is asked about is a territory's notice in Spanish."""

from collections.abc import Callable

import polib
from wagtail_localize.models import OverridableSegment, StringSegment

from cms.translation.files.formats import FORMATS, file_of
from cms.translation.models import Start
from tests.access.role_table import R
from tests.safety.doors import upload

from .cases import Case, Cell, Values, every_view, fixed, nothing


def translation(**more: Callable[[Cell], object]) -> Callable[[Cell], Values]:
    return lambda cell: {
        "translation_id": cell.translation.pk,
        **{name: value(cell) for name, value in more.items()},
    }


def segment(cell: Cell) -> int:
    return StringSegment.objects.filter(source=cell.translation.source).order_by("pk")[0].pk


def shared_value(cell: Cell) -> int:
    return OverridableSegment.objects.filter(source=cell.translation.source).order_by("pk")[0].pk


def record(_cell: Cell) -> Values:
    return {"app_label": "home", "model_name": "person", "pk": str(_cell.movement.person.pk)}


def locales(cell: Cell) -> Values:
    return {"locales": [cell.movement.homes["ar"].locale_id]}


def translated_file(cell: Cell) -> Values:
    """The file of a translation, with one passage translated anew."""
    content = polib.pofile(file_of(cell.translation, FORMATS["po"]).decode())
    content[0].msgstr = "Palabras nuevas"
    return {"file": upload(str(content).encode(), "es.po")}


def started(cell: Cell) -> Values:
    return {"start_id": Start.objects.create(page=cell.place.news).pk}


DESK_CASES = [
    *every_view("translation", "status", right=R.DESK),
    *(
        Case(f"translation:{name}", R.SEE, translation(), scope="translation")
        for name in ("download", "preview")
    ),
    Case(
        "translation:preview_mode",
        R.SEE,
        translation(mode=lambda _cell: "print"),
        scope="translation",
    ),
    Case(
        "translation:editor",
        R.SEE,
        translation(),
        data=lambda cell: {"action": "save", f"segment-{segment(cell)}": "Palabras nuevas"},
        post_right=R.WRITE_TRANSLATIONS,
        scope="translation",
    ),
    Case(
        "translation:upload",
        R.WRITE_TRANSLATIONS,
        translation(),
        data=translated_file,
        scope="translation",
    ),
    Case(
        "translation:files",
        R.DESK,
        fixed(code="es"),
        data=translated_file,
        post_right=R.WRITE_TRANSLATIONS,
        scope="record",
    ),
    Case("translation:files", R.DESK_OF_EVERY_LANGUAGE, fixed(code="ar"), scope="site", label="ar"),
    Case("translation:archive", R.DESK, fixed(code="es"), scope="record"),
    Case(
        "translation:archive", R.DESK_OF_EVERY_LANGUAGE, fixed(code="ar"), scope="site", label="ar"
    ),
    Case(
        "translation:values",
        R.WRITE_TRANSLATIONS,
        translation(),
        data=lambda cell: {f"value-{shared_value(cell)}": "https://example.org/es/"},
        scope="translation",
    ),
    Case(
        "translation:machine",
        R.WRITE_TRANSLATIONS,
        translation(),
        data=nothing,
        scope="translation",
        gets=False,
    ),
    Case(
        "translation:segment",
        R.WRITE_TRANSLATIONS,
        translation(segment_id=segment),
        data=lambda _cell: {"value": "Palabras nuevas"},
        scope="translation",
        gets=False,
    ),
    Case(
        "translation:override",
        R.WRITE_TRANSLATIONS,
        translation(segment_id=shared_value),
        data=lambda _cell: {"value": "https://example.org/es/"},
        scope="translation",
        gets=False,
    ),
    Case(
        "translation:stop",
        R.TRANSLATE,
        translation(),
        data=nothing,
        scope="translation",
        gets=False,
    ),
    Case(
        "translation:update",
        R.TRANSLATE,
        lambda cell: {"translation_source_id": cell.translation.source_id},
        data=nothing,
        at_once=False,
        scope="translation",
        gets=False,
    ),
    Case(
        "translation:start",
        R.TRANSLATE,
        lambda cell: {"page_id": cell.place.news.pk},
        data=locales,
        at_once=False,
    ),
    Case("translation:started", R.TRANSLATE, started),
    Case("translation:start_record", R.TRANSLATE, record, data=locales, scope="site"),
]
