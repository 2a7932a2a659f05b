"""Where machine drafts may be asked for: a server of one's own, named and allowed by its host."""

from collections.abc import Collection
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def problem_with(address: str, hosts: Collection[str]) -> str:
    """Return what is wrong with a translation server's address; empty if nothing is."""
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host, parts = None, None
    if parts is None or parts.scheme not in {"http", "https"} or not host:
        return f"TRANSLATION_SERVER must look like http://127.0.0.1:5000, not {address!r}."
    if parts.username or parts.password or parts.query or parts.fragment:
        return "TRANSLATION_SERVER must be a plain address; a key goes into TRANSLATION_SERVER_KEY."
    if host not in hosts:
        return (
            f"TRANSLATION_SERVER names the host {host!r}, which TRANSLATION_SERVER_HOSTS does not "
            "allow. Texts are sent to servers of one's own only."
        )
    return ""


def translation_server(address: str, hosts: Collection[str]) -> str:
    """Return the address without a slash at its end. Raises ImproperlyConfigured."""
    problem = problem_with(address, hosts)
    if problem:
        raise ImproperlyConfigured(problem)
    return address.rstrip("/")
