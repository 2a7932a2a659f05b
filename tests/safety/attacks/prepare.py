"""Fills the database that ``DATABASE_URL`` names with what is to be attacked.

The last line says, in JSON, what attackers and rightful people know: numbers, sessions, codes.
"""

import json
import time
from datetime import timedelta
from typing import Any

import django

django.setup()

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.auth.tokens import default_token_generator  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.utils.encoding import force_bytes  # noqa: E402
from django.utils.http import urlsafe_base64_encode  # noqa: E402

from cms.access.invitations import digest_of  # noqa: E402
from cms.access.models import Invitation  # noqa: E402
from cms.access.places import slug_of  # noqa: E402
from cms.accounts.sessions import CONFIRMED, FACTOR  # noqa: E402
from cms.accounts.set_up_views import new_codes  # noqa: E402
from tests.access import movement as movements  # noqa: E402
from tests.access.movement import Movement, make_user  # noqa: E402

HOUR = 60 * 60
# Accounts beside the movement's, and their team: each for attempts that leave it changed.
MORE = {
    "second": ("staff", ""),
    "guessed": ("editors", "boston"),
    "sprayed": ("editors", "boston"),
    "unlucky": ("editors", "boston"),
    "code-guessed": ("editors", "boston"),
    "robbed": ("editors", "boston"),
    "forgetful": ("editors", "boston"),
    "leaver": ("editors", "boston"),
    "rightful": ("editors", "boston"),
    "unready": ("editors", "boston"),
    "passkey-holder": ("editors", "boston"),
    "renamed": ("editors", "boston"),
    "copied": ("editors", "boston"),
}
WITHOUT_FACTOR = ("unready", "passkey-holder")


def build() -> Movement:
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    made = movements.build()
    made.site.hostname = "example.org"
    made.site.save()
    for name, (role, where) in MORE.items():
        made.users[name] = make_user(name)
        made.users[name].groups.add(made.team(role, where).group)
    return made


def session_of(user: User, *, factor: bool, confirmed: float) -> str:
    """The key of an open session, which has shown a factor or not, and who is there so long ago."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[FACTOR] = factor
    session[CONFIRMED] = time.time() + confirmed
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def account(name: str, user: User) -> dict[str, Any]:
    """What the account's person has; a stolen session is one that asks anew who is there."""
    codes: list[str] = []
    if name not in WITHOUT_FACTOR:
        TOTP.activate(user, generate_totp_secret())
        codes = new_codes(user)
    return {
        "id": user.pk,
        "codes": codes,
        "fresh": session_of(user, factor=True, confirmed=HOUR),
        "stolen": session_of(user, factor=True, confirmed=-HOUR),
        "half": session_of(user, factor=False, confirmed=HOUR),
        "reset": reverse(
            "wagtailadmin_password_reset_confirm",
            args=[
                urlsafe_base64_encode(force_bytes(user.pk)),
                default_token_generator.make_token(user),
            ],
        ),
    }


def invite(made: Movement, name: str, role: str, where: str = "", **values: Any) -> int:
    """An invitation whose token is its name."""
    invitation = Invitation.objects.create(
        team=made.team(role, where),
        email=f"{name}@example.org",
        token_digest=digest_of(name),
        invited_by=made.users["staff"],
        **values,
    )
    return invitation.pk


def territory(made: Movement, name: str) -> dict[str, Any]:
    """The numbers of all that a chapter has."""
    place, files = made.places[name, "en"], made.files[name]
    team = made.team("staff") if name == "national" else made.team("editors", name)
    sizes = files.image.renditions.values_list("file", flat=True)
    return {
        "plan": place.plan.pk,
        "waiting": place.waiting.pk,
        "news": place.news.pk,
        "root": place.root.pk,
        "address": place.root.url_path.partition("/chapters/")[2].strip("/"),
        "revision": place.news.latest_revision_id,
        "step": place.step.pk,
        "image": files.image.pk,
        "original": files.image.file.name,
        "sizes": list(sizes),
        "document": files.document.pk,
        "document address": files.document.url,
        "document file": files.document.file.name,
        "collection": files.collection.pk,
        "contact": made.contacts[name].pk,
        "translation": made.translations[name].pk,
        "editors": team.pk,
        "place": slug_of(team),
    }


def known() -> dict[str, Any]:
    made = build()
    call_command("update_index", verbosity=0)
    ago = timezone.now() - timedelta(days=1)
    word = {"confirmed_by": made.users["second"]}
    invitations = {
        "open": invite(made, "open", "editors", "boston", **word),
        "taken": invite(made, "taken", "editors", "boston", **word),
        "withdrawn": invite(made, "withdrawn", "editors", "boston", withdrawn_at=ago, **word),
        "expired": invite(made, "expired", "editors", "boston", expires_at=ago, **word),
        "proposed": invite(made, "proposed", "staff"),
    }
    return {
        "accounts": {name: account(name, user) for name, user in made.users.items()},
        "territories": {name: territory(made, name) for name in movements.TERRITORIES},
        "invitations": invitations,
        "approvers": made.team("approvers").pk,
    }


print(json.dumps(known()))
