"""Second factors: who has which. Passkeys and codes are allauth's; what they mean here is not."""

from collections.abc import Collection

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms.mail.sending import write_to

# Recovery codes alone are none: they stand in for one that is lost.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
FACTOR_ADDED = _("A second factor was added.")
FACTOR_REMOVED = _("A second factor was removed.")
CODES_MADE = _("New recovery codes were made.")


def factors_of(user: User) -> QuerySet[Authenticator]:
    """An account's second factors, without its recovery codes."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).order_by("pk")


def has_factor(user: User) -> bool:
    return factors_of(user).exists()


def has_passkey(user: User) -> bool:
    return factors_of(user).filter(type=Authenticator.Type.WEBAUTHN).exists()


def with_factors(users: Collection[User]) -> set[int]:
    """Those of the accounts, by id, that have one: what the access report asks."""
    rows = Authenticator.objects.filter(user__in=users, type__in=FACTORS)
    return set(rows.values_list("user_id", flat=True))


def forget_factors(user: User) -> int:
    """Take all of an account's factors away, and its recovery codes; how many there were."""
    return Authenticator.objects.filter(user=user).delete()[0]


def tell(user: User, what: object) -> None:
    """Write to the account's address what has changed about how it is opened."""
    write_to([user], "account_secured", {"what": what, "name": user.get_username()})
