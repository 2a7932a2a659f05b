"""The demo as `make run` makes it: each of its accounts is offered, and opens."""

from django.contrib.auth.models import User

from cms.starter.accounts import ACCOUNTS
from tests.seeding import SeededSite

from .visitor import DASHBOARD, LOGIN, Visitor


def test_each_of_the_starter_contents_accounts_opens(seeded_site: SeededSite) -> None:
    assert list(Visitor().go(LOGIN).offered) == [account.username for account in ACCOUNTS]
    visitor = Visitor().go(LOGIN)
    for account in ACCOUNTS:
        assert visitor.press(account.username).at == DASHBOARD
        assert User.objects.get(pk=visitor.account).username == account.username


def test_chapters_have_their_names_in_the_visitors_language(seeded_site: SeededSite) -> None:
    visitor = Visitor().go(LOGIN, **{"accept-language": "ar"})
    boston = seeded_site.page("ar", "chapters/boston/").title
    assert boston != "Boston"
    assert boston in visitor.offered["boston-editor"]
