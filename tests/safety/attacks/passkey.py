"""A passkey that lives in the test: it answers as a telephone does whose person has agreed."""

import hashlib
import json
import os
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from .site import ORIGIN, Browser

HOST = "example.org"
KIND = CollectedClientData.TYPE
AGREED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class Passkey:
    """A key pair, and the account's number that it was made for."""

    def __init__(self) -> None:
        self.identity = os.urandom(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.person = b""

    def set_up(self, browser: Browser, address: str) -> int:
        """Become a factor of whoever is signed in; the status of the answer."""
        asked = browser.get(f"{address}?options").text
        question: dict[str, Any] = json.loads(asked)["publicKey"]
        self.person = websafe_decode(question["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
        data = AuthenticatorData.create(
            _digest(HOST),
            AGREED | AuthenticatorData.FLAG.AT,
            0,
            AttestedCredentialData.create(b"\0" * 16, self.identity, public),
        )
        said = {
            "clientDataJSON": websafe_encode(_collected(KIND.CREATE, question)),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        }
        return browser.post(address, {"credential": self._credential(said)}).status

    def sign_in(self, browser: Browser, address: str) -> int:
        """Open the account, with nothing else; the status of the answer."""
        question: dict[str, Any] = json.loads(browser.get(f"{address}?options").text)["publicKey"]
        collected = _collected(KIND.GET, question)
        data = AuthenticatorData.create(_digest(HOST), AGREED, 0)
        signed = self.key.sign(data + collected.hash, ec.ECDSA(hashes.SHA256()))
        said = {
            "clientDataJSON": websafe_encode(collected),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signed),
            "userHandle": websafe_encode(self.person),
        }
        return browser.post(address, {"credential": self._credential(said)}).status

    def _credential(self, said: dict[str, str]) -> str:
        name = websafe_encode(self.identity)
        kind = {"type": "public-key", "clientExtensionResults": {}}
        return json.dumps({"id": name, "rawId": name, "response": said, **kind})


def _collected(kind: Any, question: dict[str, Any]) -> CollectedClientData:
    return CollectedClientData.create(kind, websafe_decode(question["challenge"]), ORIGIN)


def _digest(host: str) -> bytes:
    return hashlib.sha256(host.encode()).digest()
