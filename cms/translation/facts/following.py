"""Facts of an approved source, brought to every text of its translations."""

import json
import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone
from modelcluster.models import get_serializable_data_for_fields
from wagtail.log_actions import LogContext, log
from wagtail.models import Page, Revision
from wagtail_localize.models import Translation, TranslationSource

from cms.review.subjects import hold, key_of, kinds

from ..drafts import target_of
from ..freshness import judge, keys_of_source, path_of
from ..models import ConfirmedFacts, Freshness
from .changes import Change, Outcome, Pages, Why
from .merge import follow, strays
from .places import field_path, linked_pages
from .versions import Role, Version, keep_what_readers_see, put_in_place, versions_of

logger = logging.getLogger(__name__)

type Content = dict[str, Any]
type Merge = Callable[[Content], Outcome]

# What people are told of facts. Words that came or went are told of as words.
TOLD = frozenset({Why.OWN_VALUE, Why.WITH_WORDS, Why.AMBIGUOUS, Why.TAKEN})


def follow_everywhere(source: TranslationSource) -> dict[str, int]:
    """Bring what readers see of a source to its translations; return how many facts, by language.

    Each translation is a transaction of its own: one that fails keeps no other from following.
    The scheduler takes it up again.
    """
    found = {}
    translations = source.translations.select_related("source", "target_locale")
    for translation in translations.order_by("target_locale__language_code"):
        try:
            number = bring_facts(translation)
        except Exception:
            logger.exception("Translation %s could not follow its source.", translation.pk)
        else:
            if number:
                found[translation.target_locale.language_code] = number
    return found


@transaction.atomic
def bring_facts(translation: Translation) -> int:
    """Let every text of a translation follow what readers see of its source.

    Return how many facts changed in what readers see, or in the latest draft where they see
    nothing. Nobody acts: the facts were approved with the source.
    """
    source, subject = source_of(translation), target_of(translation)
    if source is None or not source.live:
        return 0
    if subject is None or getattr(subject, "alias_of_id", None):
        # What is made later is made of what the source says then.
        Freshness.objects.update_or_create(
            translation=translation, defaults={"follows": source.live_revision}
        )
        return 0
    subject = hold(key_of(subject))
    Freshness.objects.get_or_create(translation=translation)
    freshness = Freshness.objects.select_for_update().get(translation=translation)
    with LogContext(user=None):
        keep_what_readers_see(subject)
        revision = source.live_revision
        content = content_of(source, revision)
        return Following(translation, freshness, revision, content, subject).run()


def sources_ahead() -> QuerySet[TranslationSource]:
    """The sources that have been published since one of their translations followed them."""
    behind: set[int] = set()
    for model in kinds().values():
        live = model._base_manager.filter(  # noqa: SLF001
            translation_key=OuterRef("source__object_id"),
            locale=OuterRef("source__locale"),
            live=True,
        )
        translations = Translation.objects.annotate(live=Subquery(live.values("live_revision")[:1]))
        ahead = translations.filter(live__isnull=False).exclude(freshness__follows=F("live"))
        behind.update(ahead.values_list("source", flat=True))
    return TranslationSource.objects.filter(pk__in=behind)


def source_of(translation: Translation) -> Any:
    """The page or record that is translated, as readers see it now; None where it is gone."""
    try:
        return translation.source.get_source_instance()
    except ObjectDoesNotExist:
        return None


def content_of(subject: Any, revision: Revision | None = None) -> Content:
    """What a page or record says, by its revision or as its row holds it."""
    if revision is not None:
        return dict(revision.content)
    if isinstance(subject, Page):
        return dict(subject.serializable_data())
    # As JSON holds it, as in revisions: dates are text there.
    row = json.dumps(get_serializable_data_for_fields(subject), cls=DjangoJSONEncoder)
    return dict(json.loads(row))


def pages_known(model: type[Any], locale_id: int, *contents: Content) -> Pages:
    """What is known of the pages that these contents lead to, for a text in a language."""
    numbers = {number for content in contents for number in linked_pages(model, content)}
    return Pages.of(numbers, locale_id)


class Following:
    """One translation that follows a revision of its source, whose content is ``after``."""

    def __init__(
        self,
        translation: Translation,
        freshness: Freshness,
        revision: Revision | None,
        after: Content,
        subject: Any,
    ) -> None:
        self.translation, self.freshness = translation, freshness
        self.subject, self.model = subject, type(subject)
        self.revision, self.after = revision, after
        self.before = freshness.follows

    def run(self) -> int:
        """Bring the facts to every text. The translation and its subject are locked."""
        versions = versions_of(self.subject)
        outcomes = [(version, self.merged(version.revision.content)) for version in versions]
        first = next((i for i, (_v, outcome) in enumerate(outcomes) if outcome.followed), None)
        # What stands after the first that changes is made anew too: it stays the newer one.
        made = [] if first is None else outcomes[first:]
        put_in_place(self.subject, made, self.revision)
        self._note(outcomes)
        counted = _seen_by_readers(outcomes) or (outcomes[-1][1] if outcomes else None)
        if made and counted is not None:
            self._log(counted)
        return len(counted.followed) if counted is not None else 0

    @property
    def _moves_on(self) -> bool:
        """Whether it is known what the source said before, and that it says something else."""
        return self.before is not None and self.before != self.revision

    def merged(self, target: Content, confirmed: set[str] | None = None) -> Outcome:
        """A text with the facts; ``confirmed`` are paths where it is not for the record to say."""
        if self._moves_on:
            before = content_of(self.subject, self.before)
            pages = pages_known(self.model, self.subject.locale_id, before, self.after, target)
            undecided = [each["path"] for each in self._known() if each["why"] == Why.WITH_WORDS]
            said = self._confirmed() if confirmed is None else confirmed
            outcome = follow(self.model, before, self.after, target, said, pages, undecided)
        else:
            outcome = self.apart(target)
            outcome.marked.clear()
        return self._with_free_address(outcome, target)

    def apart(self, target: Content) -> Outcome:
        """Where a text strays from its source, whatever the source said before."""
        pages = pages_known(self.model, self.subject.locale_id, self.after, target)
        stale = {path_of(key) for key in (*self.freshness.changed, *self.freshness.gone)}
        return strays(self.model, self.after, target, pages, stale)

    def _with_free_address(self, outcome: Outcome, target: Content) -> Outcome:
        """A slug that another page beside this one has cannot follow; it is told of."""
        slug, own = outcome.content.get("slug"), target.get("slug")
        if slug == own or not isinstance(self.subject, Page):
            return outcome
        beside = self.subject.get_siblings(inclusive=False)
        if beside.filter(slug=slug).exists():
            outcome.content["slug"] = own
            outcome.followed = [each for each in outcome.followed if each.path != "slug"]
            outcome.note(Change("slug", Why.TAKEN, own, own, slug))
        return outcome

    def _confirmed(self) -> set[str]:
        """What approvers of the source's texts since then have said does follow."""
        if self.revision is None or self.before is None:
            return set()
        since = Revision.objects.filter(
            base_content_type=self.revision.base_content_type_id,
            object_id=self.revision.object_id,
            pk__gt=self.before.pk,
            pk__lte=self.revision.pk,
        )
        rows = ConfirmedFacts.objects.filter(revision__in=since).values_list("paths", flat=True)
        return {path for paths in rows for path in paths}

    def _note(self, outcomes: list[tuple[Version, Outcome]]) -> None:
        self.freshness.refresh_from_db()
        self.freshness.follows = self.revision
        live = _seen_by_readers(outcomes)
        if live is None:
            self.freshness.save(update_fields=["follows"])
            return
        # What is told of is saved with it.
        judge(self.freshness, keys_of_source(self.translation.source), self._strays(live))

    def _strays(self, live: Outcome) -> list[dict[str, Any]]:
        """What is told of: what did not follow now, and what still does not since before."""
        now = timezone.now().isoformat()
        new = {change.path: change for change in live.marked if change.why in TOLD}
        pages = pages_known(self.model, self.subject.locale_id, self.after, live.content)
        apart = strays(self.model, self.after, live.content, pages)
        differ = {change.path for change in (*apart.followed, *apart.marked)}
        kept = [
            each
            for each in self._known()
            if each["path"] not in new and (each["path"] in differ or each["why"] == Why.AMBIGUOUS)
        ]
        return kept + [
            change.as_json()
            | {"since": now, "place": field_path(self.model, self.after, change.path)}
            for change in new.values()
        ]

    def _known(self) -> list[dict[str, Any]]:
        return list(self.freshness.strays)

    def _log(self, outcome: Outcome) -> None:
        log(
            instance=self.subject,
            action="translation.facts_followed",
            data={
                "revision": self.revision.pk if self.revision else None,
                "number": len(outcome.followed),
                "paths": [change.path for change in outcome.followed],
            },
        )


def _seen_by_readers(outcomes: list[tuple[Version, Outcome]]) -> Outcome | None:
    return next((outcome for version, outcome in outcomes if Role.LIVE in version.roles), None)
