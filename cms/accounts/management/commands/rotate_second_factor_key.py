"""After a new key was put before the old ones in SECOND_FACTOR_KEY: the old ones can go."""

from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cms.accounts.adapters import rotate

# What allauth keeps encrypted: an app's secret, and of what recovery codes are made.
ENCRYPTED = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


class Command(BaseCommand):
    help = "Encrypt the secrets of apps and recovery codes anew, with the first key."

    def handle(self, *_args: Any, **_options: Any) -> None:
        rows = Authenticator.objects.filter(type__in=ENCRYPTED).order_by("pk")
        lost = [pk for pk in rows.values_list("pk", flat=True) if not _encrypt_anew(pk)]
        if lost:
            names = Authenticator.objects.filter(pk__in=lost).values_list(
                "user__username", flat=True
            )
            whose = ", ".join(sorted(set(names)))
            raise CommandError(
                f"No key of SECOND_FACTOR_KEY opens the secrets of: {whose}. "
                "Put the old key behind the new one, or take these factors away "
                "(forget_second_factor). All others are encrypted with the first key."
            )
        self.stdout.write("Every secret is encrypted with the first key. The others can go.")


@transaction.atomic
def _encrypt_anew(pk: int) -> bool:
    """Whether a key fitted. A code that is used meanwhile waits, and is not forgotten."""
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    field = ENCRYPTED[Authenticator.Type(row.type)] if row else ""
    if row is None or field not in row.data:
        return True
    try:
        row.data[field] = rotate(row.data[field])
    except InvalidToken:
        return False
    row.save(update_fields=["data"])
    return True
