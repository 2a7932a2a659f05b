"""What readers bring along, planted so that it can be looked for; and the looking."""

import base64
import binascii
import contextlib
import re
import zlib
from collections.abc import Iterator, Mapping

ACCOUNT = "somebody"
# Where this reader comes from, to be seen by nginx: a loopback address like no other's.
READER = "127.66.77.88"
PLANTED = {
    "address": READER,
    "address that a proxy names": "203.0.113.77",
    "network that the reader claims": "198.51.100",
    "browser": "PlantedBrowser",
    "page before": "planted-referer",
    "query": "plantedquery",
    "words searched for": "plantedwords",
    "path": "plantedpath",
    "cookie": "plantedcookie",
    "name at the sign-in": "plantedname",
    "password": "plantedpassword",
    "address for a new password": "plantedmail",
    "body": "plantedbody",
}
HEADERS = {
    "Host": "example.org",
    "User-Agent": f"{PLANTED['browser']}/7.7",
    "Referer": f"https://{PLANTED['page before']}.example/from-here",
    "X-Forwarded-For": PLANTED["address that a proxy names"],
    "X-Real-IP": PLANTED["address that a proxy names"],
    "Forwarded": f"for={PLANTED['address that a proxy names']}",
    "X-Client-Network": PLANTED["network that the reader claims"],
    "Accept-Language": "en",
    "Cookie": f"other={PLANTED['cookie']}",
}
# As caches, sessions and tokens write what they keep.
PACKED = re.compile(rb"[A-Za-z0-9+/_\-]{16,}={0,2}")


def found_in(places: Mapping[str, bytes]) -> dict[str, list[str]]:
    """What of the planted is found, and where; packed as it may be."""
    found: dict[str, list[str]] = {}
    for place, content in places.items():
        layers = b"\n".join([content, *unpacked(content)]).lower()
        for what, value in PLANTED.items():
            if value.lower().encode() in layers:
                found.setdefault(what, []).append(place)
    return found


def unpacked(content: bytes) -> Iterator[bytes]:
    """What is in the content in base64, compressed or not."""
    for match in PACKED.finditer(content):
        text = match.group().rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
        with contextlib.suppress(binascii.Error):
            plain = base64.b64decode(text + b"=" * (-len(text) % 4))
            yield plain
            with contextlib.suppress(zlib.error):
                yield zlib.decompress(plain)
