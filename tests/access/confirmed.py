"""Sessions that need not show who they are before they change access."""

from django.test import Client

from cms.accounts.sessions import CONFIRMED


def never_ask_again(client: Client) -> None:
    """Have a session stay confirmed: these are used for as long as the tests run."""
    session = client.session
    session[CONFIRMED] += 365 * 24 * 60 * 60
    session.save()
