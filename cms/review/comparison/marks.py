"""What words of rich text are, in the language of whoever reads the comparison."""

from django.utils.translation import get_language_info, gettext as _
from wagtail.documents import get_document_model
from wagtail.models import Page

from cms.pages.language_spans import FEATURES, tag_of

from .parts import Mark
from .values import name_of

LANGUAGES = {feature: feature.removeprefix(tag_of("")) for feature in FEATURES}


def in_words(mark: Mark) -> str:
    """A mark's name; of a link, where it leads."""
    if mark.is_link:
        return _("link to %(target)s") % {"target": _target(dict(mark.attributes))}
    if mark.tag in LANGUAGES:
        name = get_language_info(LANGUAGES[mark.tag])["name_translated"]
        return _("in %(language)s") % {"language": name}
    names = {
        "b": _("bold"),
        "strong": _("bold"),
        "i": _("italic"),
        "em": _("italic"),
        "sup": _("superscript"),
    }
    details = " ".join(f"{name}={value}" for name, value in mark.attributes)
    return names.get(mark.tag) or f"{mark.tag} {details}".strip()


def begins_in_words(begins: str) -> str:
    """What begins at a place of a text: a line, a paragraph, an entry of a list."""
    match begins.split()[-1:]:
        case ["br" | "line"]:
            return _("new line")
        case ["li"]:
            is_numbered = begins.split()[-2:-1] == ["ol"]
            return _("entry of a numbered list") if is_numbered else _("entry of a list")
        case ["h1" | "h2" | "h3" | "h4" | "h5" | "h6"]:
            return _("heading")
    return _("new paragraph")


def _target(attributes: dict[str, str]) -> str:
    """Where a link leads: to a page or a document by its name, else its address."""
    kinds = {"page": Page, "document": get_document_model()}
    model = kinds.get(attributes.get("linktype", ""))
    if model is None:
        return attributes.get("href", "")
    number = attributes.get("id", "")
    found = model.objects.filter(pk=number).first() if number.isdecimal() else None
    return name_of(found) if found else _("something that has been deleted")
