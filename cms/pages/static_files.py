"""How static files are served: under names that tell their content, and without remarks."""

import re
from typing import Any

from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s+")
AROUND_SIGNS = re.compile(r"\s*([{};,>])\s*|(:) ")
LINE_OF_REMARK = re.compile(r"^\s*//.*\n", re.MULTILINE)
INDENTATION = re.compile(r"^\s+", re.MULTILINE)
# What readers get; the admin's own are Wagtail's size anyway.
FOR_READERS = ("site/", "zine/")


def without_remarks(css: str) -> str:
    """Return the style sheet without comments and needless space; what it says is the same.

    Made for this site's own style sheets: none of them has comment signs, braces or runs of
    spaces inside a string.
    """
    dense = AROUND_SIGNS.sub(r"\1\2", SPACE.sub(" ", REMARK.sub("", css)))
    return dense.replace(";}", "}").strip()


def without_indentation(script: str) -> str:
    """Return the script without lines of remarks and without indentation; what it does is the same.

    Made for this site's own scripts: none of them has a string of several lines.
    """
    return INDENTATION.sub("", LINE_OF_REMARK.sub("", script))


def as_served(name: str, content: str) -> str:
    """What readers get of a style sheet or script of this site; of anything else, all of it."""
    if name.startswith("site/") and name.endswith(".css"):
        return without_remarks(content)
    if name.startswith(FOR_READERS) and name.endswith(".js"):
        return without_indentation(content)
    return content


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which also takes the remarks out of what readers get."""

    def _save(self, name: str, content: File) -> Any:
        if name.startswith(FOR_READERS) and name.endswith((".css", ".js")):
            content.seek(0)
            content = ContentFile(as_served(name, content.read().decode()).encode())
        return super()._save(name, content)
