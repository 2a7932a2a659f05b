"""Mails of accounts, written in the background: nobody learns from the time that it takes."""

from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.tasks import task
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from cms.mail.sending import write_to


@task()
def write_reset_mails(user_ids: list[int]) -> None:
    """Write to each account how to choose a new password; the link holds for an hour."""
    for user in User.objects.filter(pk__in=user_ids, is_active=True):
        where = {
            "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
            "token": default_token_generator.make_token(user),
        }
        address = reverse("wagtailadmin_password_reset_confirm", kwargs=where)
        write_to([user], "password_reset", {"address": address, "name": user.get_username()})
