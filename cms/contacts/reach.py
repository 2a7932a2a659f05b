"""Which contacts are an account's."""

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from cms.access.querysets import own_drafts

from .models import Contact


def own_contacts(user: User) -> QuerySet[Contact]:
    """Those that the account may see before readers do: its chapter's; all, of national staff."""
    return own_drafts(Contact, user)


def choosable_contacts(user: User) -> QuerySet[Contact]:
    """Those that a text of the account may refer to: the movement's and its own, once public."""
    own = own_contacts(user).values("pk")
    return Contact.objects.filter(Q(territory=None) | Q(pk__in=own), live=True)
