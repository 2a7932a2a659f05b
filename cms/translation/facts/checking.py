"""Where what readers see of translations strays from its source, for operators."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model
from wagtail.models import Page
from wagtail_localize.models import Translation

from ..drafts import target_of
from ..models import Freshness
from ..segments.places import place_of
from .changes import Change, Why
from .following import Following, bring_facts, content_of, source_of
from .places import field_path
from .tree import pages_out_of_place, put_in_place


@dataclass(frozen=True)
class Stray:
    """A translation that differs in a fact; ``follows`` by declaration, or may have its own."""

    translation: Translation
    label: str
    change: Change

    @property
    def follows(self) -> bool:
        return self.change.why is Why.FOLLOWED

    def __str__(self) -> str:
        code = self.translation.target_locale.language_code
        theirs, source = self.change.theirs, self.change.new
        where = f"{code}: {self.translation.source.object_repr}: {self.label}"
        return where if theirs == source else f"{where}: {theirs!r}, source {source!r}"


def stray_facts() -> Iterator[Stray]:
    """Each fact in which a translation that readers see differs from its source as they see it."""
    rows = Translation.objects.select_related("source", "target_locale")
    for translation in rows.order_by("source__object_repr", "target_locale__language_code"):
        source, target = source_of(translation), target_of(translation)
        if source is None or target is None or not source.live or not target.live:
            continue
        known = Freshness.objects.filter(translation=translation).first()
        after = content_of(source, source.live_revision)
        following = Following(translation, known or Freshness(), None, after, target)
        outcome = following.apart(content_of(target, target.live_revision))
        for change in (*outcome.followed, *outcome.marked):
            if change.why not in (Why.NEW, Why.GONE):
                place = field_path(type(target), after, change.path)
                model: type[Model] = type(target)
                yield Stray(translation, place_of(model, place).label, change)


def let_follow(strays: list[Stray]) -> None:
    """Let the translations follow in what follows by declaration."""
    for translation in {stray.translation.pk: stray.translation for stray in strays}.values():
        bring_facts(translation)


def pages_elsewhere(*, fix: bool) -> list[str]:
    """The pages that stand elsewhere than their source, or in another order; put them in place."""
    found = []
    for version, source in list(pages_out_of_place()):
        found.append(f"{version.url_path} does not stand where {source.url_path} does")
        if fix:
            put_in_place(Page.objects.get(pk=version.pk), source)
    return found
