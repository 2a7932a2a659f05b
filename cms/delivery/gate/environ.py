"""What a WSGI application is told of a request that has arrived as ASGI has it."""

import sys
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

type Environ = dict[str, Any]

HTTP_PORT = 80


def environ_of(scope: Mapping[str, Any]) -> Environ:
    """Return a request's environ, without its body.

    A header with an underscore in its name is left out: it would pass for one with a hyphen, such
    as those that the web server in front sets.
    """
    host, port = scope.get("server") or ("localhost", HTTP_PORT)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": _as_wsgi(scope.get("root_path", "").encode()),
        "PATH_INFO": _as_wsgi(_path(scope)),
        "QUERY_STRING": scope.get("query_string", b"").decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        _add(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ


def _path(scope: Mapping[str, Any]) -> bytes:
    raw = scope.get("raw_path")
    return unquote_to_bytes(raw) if raw else str(scope["path"]).encode()


def _as_wsgi(octets: bytes) -> str:
    return octets.decode("latin-1")


def _add(environ: Environ, name: str, value: str) -> None:
    if "_" in name:
        return
    key = name.upper().replace("-", "_")
    if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        key = f"HTTP_{key}"
    between = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
