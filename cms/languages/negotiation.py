"""Which of the offered languages a reader prefers, by what the browser says and nothing else."""

from collections.abc import Collection

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from .names import ENGLISH

# Codes that browsers still send for languages which have been renamed.
RENAMED = {"iw": "he", "ji": "yi"}


def preferred_language(request: HttpRequest, codes: Collection[str]) -> str | None:
    """Return the best of ``codes`` for the request's Accept-Language header.

    A regional form stands for its language both ways: ``es-MX`` gets ``es``, ``pt`` gets
    ``pt-br``. Where nothing fits it is English, else the first of the codes; None without any.
    """
    by_subtag = {code.partition("-")[0]: code for code in codes}
    for tag, quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if not quality:
            continue
        if tag in codes:
            return tag
        subtag = tag.partition("-")[0]
        subtag = RENAMED.get(subtag, subtag)
        if subtag in by_subtag:
            return by_subtag[subtag]
    return ENGLISH if ENGLISH in codes else next(iter(codes), None)
