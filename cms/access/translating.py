"""Who may translate what: the predicate that every rule and view of the translation desk asks.

A translator's team belongs to a language and has rights on pages, as Wagtail's ordinary rows: the
language's first page for the whole of it, or a chapter's page for a team limited to that chapter.
"""

from typing import cast

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import GroupPagePermission, Page
from wagtail_localize.models import Translation

from .models import Team
from .permission_rules import Arguments
from .policy import REVIEWERS, TRANSLATORS
from .querysets import is_national, own_pages

COORDINATE = "wagtail_localize.submit_translation"


def may_translate(user: User, translation: Translation) -> bool:
    """Whether the account may write this translation: a translator or reviewer of its language.

    Nobody else may, whatever they may do with the page: a chapter's volunteers and national staff
    are invited to the language's team where they speak it. Superusers may, like everything.
    """
    return _holds(user, translation, TRANSLATORS.key, REVIEWERS.key)


def may_review_translation(user: User, translation: Translation) -> bool:
    """Whether the account is a reviewer of this translation's language."""
    return _holds(user, translation, REVIEWERS.key)


def may_see_translation(user: User, translation: Translation) -> bool:
    """Whether the account may read the translation as it is being written."""
    if may_translate(user, translation) or may_coordinate(user) or is_national(user):
        return True
    return own_pages(user).filter(pk__in=_target_page(translation).values("pk")).exists()


def may_coordinate(user: User) -> bool:
    """Whether the account may start and stop translations."""
    return user.has_perm(COORDINATE)


def languages_of(user: User) -> list[int]:
    """The locales whose translators or reviewers the account is one of."""
    teams = Team.objects.filter(
        group__user=user, locale__isnull=False, role_key__in=(TRANSLATORS.key, REVIEWERS.key)
    )
    return list(teams.values_list("locale_id", flat=True).distinct())


def reach_of(user: User) -> dict[int, list[str] | None]:
    """The tree paths, in the site's first language, of what the account may translate, by locale.

    None stands for every page of a locale.
    """
    teams = Team.objects.filter(
        group__user=user, locale__isnull=False, role_key__in=(TRANSLATORS.key, REVIEWERS.key)
    )
    found: dict[int, list[str] | None] = dict.fromkeys(
        teams.filter(territory=None).values_list("locale_id", flat=True)
    )
    limited = teams.exclude(locale__in=found).exclude(territory=None)
    rights = GroupPagePermission.objects.filter(group__team__in=limited)
    keys = rights.values_list("group__team__locale", "page__translation_key").distinct()
    first = Page.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    paths = dict(
        first.filter(translation_key__in=[key for _pk, key in keys]).values_list(
            "translation_key", "path"
        )
    )
    for locale, key in keys:
        known = found.setdefault(locale, [])
        if known is not None and key in paths:
            known.append(paths[key])
    return found


# Rules: what the middleware asks before a view of the desk runs.


def translators(request: HttpRequest, arguments: Arguments) -> bool:
    """The translation that the address names is the account's to write."""
    translation = _named(arguments)
    return translation is not None and may_translate(_account(request), translation)


def translation_readers(request: HttpRequest, arguments: Arguments) -> bool:
    """The translation that the address names is one that the account may read."""
    translation = _named(arguments)
    return translation is not None and may_see_translation(_account(request), translation)


def coordinators(request: HttpRequest, _arguments: Arguments) -> bool:
    """Translations are started and stopped behind it."""
    return may_coordinate(_account(request))


def desk_people(request: HttpRequest, _arguments: Arguments) -> bool:
    """Behind it is the state of translations, cut to the languages that are one's own."""
    return sees_the_desk(_account(request))


def sees_the_desk(user: User) -> bool:
    """Whether any translation is the account's to write, to start or to watch."""
    return may_coordinate(user) or is_national(user) or bool(languages_of(user))


def _account(request: HttpRequest) -> User:
    """The account behind a request; the middleware asks for nobody who is not signed in."""
    return cast(User, request.user)


def _named(arguments: Arguments) -> Translation | None:
    translations = Translation.objects.select_related("source", "target_locale")
    return translations.filter(pk=arguments["translation_id"]).first()


def _holds(user: User, translation: Translation, *roles: str) -> bool:
    if not user.is_active or user.is_superuser:
        return user.is_active
    teams = Team.objects.filter(
        group__user=user, locale=translation.target_locale_id, role_key__in=roles
    )
    if not issubclass(translation.source.specific_content_type.model_class(), Page):
        return teams.filter(territory=None).exists()
    page = _target_page(translation).first()
    if page is None:
        return False
    above = page.get_ancestors(inclusive=True)
    rights = GroupPagePermission.objects.filter(group__in=teams.values("group"), page__in=above)
    return rights.exists()


def _target_page(translation: Translation) -> QuerySet[Page]:
    return Page.objects.filter(
        translation_key=translation.source.object_id, locale=translation.target_locale_id
    )
