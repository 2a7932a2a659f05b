"""The search index: what the words of each page are, folded as queries are."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Case, F, IntegerField, Q, Value, When, Window
from django.db.models.expressions import BaseExpression, Combinable
from django.db.models.functions import Least, Length, Replace, RowNumber
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from .query import Query

if TYPE_CHECKING:
    from wagtail.models import PageQuerySet

WHOLE_WORD_IN_TITLE = 40
START_OF_WORD_IN_TITLE = 20
PHRASE = 15
MOST_OCCURRENCES = 10
# Of a page's parts the best few: a long zine leaves room for what else was found.
MOST_PARTS = 3


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def matching(
        self, query: Query, language_code: str, pages: "PageQuerySet"
    ) -> "SearchEntryQuerySet":
        """Entries of ``pages`` in a language that have every term of a query, the best first.

        A term in the title weighs more than any number of them in the text; so does the whole
        query as one phrase than its words apart. Of the parts of one page there are ``MOST_PARTS``.
        """
        everywhere = Q()
        for term in query.terms:
            everywhere &= Q(folded_text__contains=f" {term}")
        return (
            self.filter(everywhere, locale__language_code=language_code, page__in=pages)
            .annotate(score=_score(query))
            .annotate(place=_place_among_parts())
            .filter(Q(subpath="") | Q(place__lte=MOST_PARTS))
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


def _place_among_parts() -> Combinable:
    """Which of its page's parts an entry is, the best first."""
    of_a_page: list[F | BaseExpression] = [F("page"), Case(When(subpath="", then=0), default=1)]
    return Window(RowNumber(), partition_by=of_a_page, order_by=["-score", "pk"])


def _occurrences(term: str) -> Combinable:
    without = Replace(F("folded_text"), Value(term), Value(""))
    difference = Length(F("folded_text"), output_field=IntegerField()) - Length(without)
    return difference / Value(len(term))


class SearchEntry(models.Model):
    """The words of a page that is or was live. Whether readers may see it, the page says.

    ``subpath`` is empty for the page itself; else the words are those of a part of the page, and
    it is what follows the page's address there.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="search_entries")
    subpath = models.CharField(max_length=60, blank=True)
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=255)
    text = models.TextField()
    folded_title = models.TextField()
    folded_text = models.TextField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page", "subpath"], name="one_entry_per_part"),
        ]

    def __str__(self) -> str:
        return self.title
