"""For somebody who has lost both device and recovery codes: whoever keeps the server helps."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cms.access.events import record
from cms.accounts.factor_resets import TAKEN, finish, waits_for_link
from cms.accounts.factors import FACTOR_REMOVED, forget_factors, tell
from cms.accounts.models import OpenSession


class Command(BaseCommand):
    help = "Take an account's second factors away, record it, and tell the account's address."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    @transaction.atomic
    def handle(self, *_args: Any, username: str, **_options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account {username!r}.")
        if not forget_factors(user) and not waits_for_link(user):
            raise CommandError(f"{username} has no second factor.")
        finish(user)
        OpenSession.objects.filter(user=user).delete()
        record(user, TAKEN, [], [])
        tell(user, FACTOR_REMOVED)
        self.stdout.write(f"{username} sets up a second factor at the next sign-in.")
