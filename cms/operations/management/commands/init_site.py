"""Makes a new site's first pages as drafts, its teams, and invites its first people."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from cms.operations.first_site.making import Chapter, FirstSiteError, Wishes, make_site


class Command(BaseCommand):
    """Ends with status 1, a sentence, and nothing made, where something is in the way."""

    help = (
        f"{__doc__} Invite two of staff and two approvers at least: nothing becomes public by one "
        "person's word. Refuses where there is content."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--name", default=settings.WAGTAIL_SITE_NAME, help="what the organization is called"
        )
        parser.add_argument("--staff", nargs="+", default=[], metavar="ADDRESS")
        parser.add_argument("--approvers", nargs="+", default=[], metavar="ADDRESS")
        parser.add_argument(
            "--chapter",
            nargs="+",
            action="append",
            default=[],
            metavar=("NAME", "PLACE"),
            help="its name, its place, and the address of a lead to invite",
        )
        parser.add_argument(
            "--operator", default="", help="the superuser who invites, where there are several"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        chapters = [_chapter(words) for words in options["chapter"]]
        leads = [chapter.lead for chapter in chapters if chapter.lead]
        for address in (*options["staff"], *options["approvers"], *leads):
            _refuse_no_address(address)
        wishes = Wishes(
            options["name"],
            _operator(options["operator"]),
            options["staff"],
            options["approvers"],
            chapters,
        )
        try:
            made = make_site(wishes)
        except FirstSiteError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made.drafts} drafts stand in the admin; readers see none of them.")
        for address, team in made.invited:
            self.stdout.write(f"Invited: {address}, to {team}")


def _chapter(words: list[str]) -> Chapter:
    if len(words) not in (2, 3):
        raise CommandError(
            "A chapter has a name, a place and perhaps the address of a lead, with quotation marks "
            f"around a name with spaces; this is something else: {' '.join(words)}."
        )
    return Chapter(*words)


def _refuse_no_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise CommandError(f"{address} is no e-mail address.") from error


def _operator(username: str) -> User:
    superusers = User.objects.filter(is_superuser=True, is_active=True)
    if username:
        superusers = superusers.filter(username=username)
    found = list(superusers[:2])
    if len(found) != 1:
        raise CommandError(
            "Name the superuser who invites with --operator."
            if found
            else "There is no such superuser yet: `manage.py createsuperuser` makes one."
        )
    return found[0]
