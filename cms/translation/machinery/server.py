"""A translation server that speaks LibreTranslate's protocol."""

import json
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from cms.pages.languages import LANGUAGES
from cms.sandbox.deadlines import Deadline
from cms.translation.machinery.address import problem_with

SECONDS = 60
LARGEST_ANSWER = 4 * 1024 * 1024


class NoAnswer(Exception):  # noqa: N818
    """The server did not translate; the message is a sentence that says why."""


def is_configured() -> bool:
    """Whether there is a server to ask."""
    return bool(settings.TRANSLATION_SERVER)


@dataclass(frozen=True)
class Server:
    """The server at an address. No proxy is asked, and no redirection followed."""

    address: str
    key: str = ""

    @classmethod
    def configured(cls) -> Self:
        """The server that the settings name. Raises NoAnswer where they name none that may be."""
        address = settings.TRANSLATION_SERVER
        if not address or problem_with(address, settings.TRANSLATION_SERVER_HOSTS):
            raise NoAnswer(_("There is no translation server that may be asked."))
        return cls(address, settings.TRANSLATION_SERVER_KEY)

    def names(self, source: str, target: str) -> tuple[str, str]:
        """What the server calls two languages. Raises NoAnswer where it does not know the way."""
        try:
            known = {each["code"]: each.get("targets") for each in self._ask("/languages")}
            source_name = _name_of(source, known)
            targets = known[source_name]
            target_name = _name_of(target, known if targets is None else targets)
        except (KeyError, TypeError, AttributeError) as error:
            raise NoAnswer(
                _("The translation server does not translate between these languages.")
            ) from error
        return source_name, target_name

    def translate(self, texts: list[str], source: str, target: str) -> list[str]:
        """Translate texts with tags. Raises NoAnswer."""
        asked = {"q": texts, "source": source, "target": target, "format": "html"}
        if self.key:
            asked["api_key"] = self.key
        answer = self._ask("/translate", asked)
        found = answer.get("translatedText") if isinstance(answer, dict) else None
        if not isinstance(found, list) or len(found) != len(texts):
            raise NoAnswer(_("The translation server gave an answer that makes no sense."))
        return [each if isinstance(each, str) else "" for each in found]

    def _ask(self, path: str, posted: Any = None) -> Any:
        parts = urlsplit(self.address)
        connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = connect(parts.hostname or "", parts.port, timeout=SECONDS)
        try:
            with Deadline(SECONDS, lambda: connection.sock):
                connection.request(
                    "GET" if posted is None else "POST",
                    parts.path + path,
                    body=None if posted is None else json.dumps(posted).encode(),
                    headers={"Content-Type": "application/json", "Accept": "application/json"},
                )
                response = connection.getresponse()
                content = response.read(LARGEST_ANSWER + 1)
        except (OSError, HTTPException) as error:
            raise NoAnswer(_("The translation server does not answer.")) from error
        finally:
            connection.close()
        if response.status != 200 or len(content) > LARGEST_ANSWER:
            raise NoAnswer(
                _("The translation server refused (%(status)d).") % {"status": response.status}
            )
        try:
            return json.loads(content)
        except ValueError as error:
            raise NoAnswer(
                _("The translation server gave an answer that makes no sense.")
            ) from error


def _name_of(code: str, known: Any) -> str:
    """What the server calls a language. Raises KeyError."""
    by_code = {name.casefold(): name for name in known}
    for name in (code, *LANGUAGES[code].server_names, code.partition("-")[0]):
        if name.casefold() in by_code:
            return str(by_code[name.casefold()])
    raise KeyError(code)
