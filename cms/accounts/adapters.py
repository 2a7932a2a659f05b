"""What allauth asks this site: its words, its keys, and that nobody signs up."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext as _, gettext_lazy

TOO_MANY = gettext_lazy("Too many attempts. Please wait five minutes, or use a passkey.")


class AccountAdapter(DefaultAccountAdapter):
    """Of allauth's accounts nothing is used but what its second factors ask for."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never: accounts are made by invitation."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Nobody's address is asked for, so none comes into the cache."""
        return "0.0.0.0"  # noqa: S104  (it is no address to listen on)


class MFAAdapter(DefaultMFAAdapter):
    """Secrets are kept encrypted, and devices get to know a name, no mail address."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "That did not match, or it was used before. Please try again."
        )
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  (allauth's)
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    def get_totp_label(self, user: User) -> str:
        return user.get_username()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": self.get_totp_issuer()}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        known: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return known | {"name": user.get_username(), "display_name": user.get_username()}


def rotate(encrypted_text: str) -> str:
    """The same secret, encrypted with the first key. Raises InvalidToken if no key fits."""
    return _cipher().rotate(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    """Encrypts with the first of the keys, and decrypts with whichever fits."""
    return MultiFernet([_fernet(key) for key in settings.SECOND_FACTOR_KEYS])


def _fernet(key: str) -> Fernet:
    digest = hashlib.sha256(b"second factors:" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
