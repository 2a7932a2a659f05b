"""Addresses of videos on other sites: as they are pasted, and as they are kept.

Those who share an address get one with a name for them in it, by which the other site knows who
sent its visitors. It is not kept. Nothing here asks anybody for anything.
"""

import re
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORT = "youtu.be"
YOUTUBE = {"youtube.com", "m.youtube.com", "youtube-nocookie.com", SHORT}
YOUTUBE_PATH = re.compile(r"/(?:embed|shorts|live|v|youtu\.be)/([\w-]{11})/?")
VIMEO_PATH = re.compile(r"/(?:video/)?(\d+)(?:/(\w+))?/?")
# Who shared it, and in which campaign.
TRACKING = re.compile(r"utm_\w+|si|is|feature|pp|fbclid|gclid|igsh(?:id)?|ref(?:_src)?|share_id")
NAMES = {
    **dict.fromkeys(YOUTUBE, "YouTube"),
    "vimeo.com": "Vimeo",
    "player.vimeo.com": "Vimeo",
    "archive.org": "Internet Archive",
}


def provider_name(address: str) -> str:
    """Whose site an address is on: a name that people know, else the host's."""
    host = _host(urlsplit(address))
    return NAMES.get(host, host)


def plain_video_address(address: str) -> str:
    """Return the address of the video's own page, without what tells who shared it.

    Raises ValidationError for one that is not https.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.port:
        raise ValidationError(_("The address of a video begins with https:// and a name."))
    return _on_youtube(parts) or _on_vimeo(parts) or _elsewhere(parts)


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.")


def _on_youtube(parts: SplitResult) -> str | None:
    if _host(parts) not in YOUTUBE:
        return None
    [named] = parse_qs(parts.query).get("v", [""])[:1]
    path = f"/v/{named}" if parts.path == "/watch" else parts.path
    found = YOUTUBE_PATH.fullmatch(f"/{SHORT}{path}" if _host(parts) == SHORT else path)
    return f"https://www.youtube.com/watch?v={found[1]}" if found else None


def _on_vimeo(parts: SplitResult) -> str | None:
    found = VIMEO_PATH.fullmatch(parts.path)
    if NAMES.get(_host(parts)) != "Vimeo" or not found:
        return None
    # One that is not listed has a second name, in the player's address as a parameter.
    second = found[2] or parse_qs(parts.query).get("h", [""])[0]
    return f"https://vimeo.com/{found[1]}" + (f"/{second}" if second.isalnum() else "")


def _elsewhere(parts: SplitResult) -> str:
    asked = parse_qs(parts.query, keep_blank_values=True)
    kept = {name: values for name, values in asked.items() if not TRACKING.fullmatch(name)}
    return urlunsplit(parts._replace(query=urlencode(kept, doseq=True)))
