"""The search index: what the words of each page are, folded as queries are."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Least, Length, Replace
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from .query import Query

if TYPE_CHECKING:
    from wagtail.models import PageQuerySet

WHOLE_WORD_IN_TITLE = 40
START_OF_WORD_IN_TITLE = 20
PHRASE = 15
MOST_OCCURRENCES = 10


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def matching(
        self, query: Query, language_code: str, pages: "PageQuerySet"
    ) -> "SearchEntryQuerySet":
        """Entries of ``pages`` in a language that have every term of a query, the best first.

        A term in the title weighs more than any number of them in the text; so does the whole
        query as one phrase than its words apart.
        """
        everywhere = Q()
        for term in query.terms:
            everywhere &= Q(folded_text__contains=f" {term}")
        return (
            self.filter(everywhere, locale__language_code=language_code, page__in=pages)
            .annotate(score=_score(query))
            .order_by("-score", "title", "pk")
        )


def _score(query: Query) -> Combinable:
    score: Combinable = Value(0)
    for term in query.terms:
        score = score + Case(
            When(folded_title__contains=f" {term} ", then=WHOLE_WORD_IN_TITLE),
            When(folded_title__contains=f" {term}", then=START_OF_WORD_IN_TITLE),
            default=0,
        )
        score = score + Least(_occurrences(f" {term}"), MOST_OCCURRENCES)
    if len(query.terms) > 1:
        phrase = " " + " ".join(query.terms)
        score = score + Case(When(folded_text__contains=phrase, then=PHRASE), default=0)
    return score


def _occurrences(term: str) -> Combinable:
    without = Replace(F("folded_text"), Value(term), Value(""))
    difference = Length(F("folded_text"), output_field=IntegerField()) - Length(without)
    return difference / Value(len(term))


class SearchEntry(models.Model):
    """The words of a page that is or was live. Whether readers may see it, the page says."""

    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, related_name="search_entry", primary_key=True
    )
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=255)
    text = models.TextField()
    folded_title = models.TextField()
    folded_text = models.TextField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    def __str__(self) -> str:
        return self.title
