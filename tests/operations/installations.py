"""Sites in processes of their own, for what is done to a whole site from outside."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LOOK = """
import json
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from cms.media.models import Image
from cms.operations.media_check import look

pictures = Image.objects.all()
groups = Group.objects.filter(name__startswith="Picture")
print(json.dumps({
    "pictures": sorted(image.title for image in pictures),
    "whole": sorted(each.title for each in pictures if each.file.storage.exists(each.file.name)),
    "groups": sorted(group.name for group in groups),
    "lost": len(look().rows_without_files),
    "sessions": Session.objects.count(),
    "users": sorted(User.objects.values_list("username", flat=True)),
}))
"""


@dataclass
class Installation:
    """A site in a process of its own, with its database and its files."""

    database: str
    media: Path
    process: subprocess.Popen[str] = field(init=False)

    def __post_init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.operations.console"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DATABASE_URL": self.database,
            "MEDIA_STORAGE_URL": self.media.as_uri(),
            "DJANGO_SETTINGS_MODULE": "tests.delivery.gated_settings",
        }

    def end(self) -> None:
        self.process.communicate()

    def runs(self, code: str) -> str:
        return self._asked({"code": code})["printed"]

    def does(self, *words: str, **settings: str) -> str:
        return self._asked({"words": words}, **settings)["printed"]

    def refuses(self, *words: str, **settings: str) -> str:
        """The sentence, which is one line."""
        sentence = self._asked({"words": words}, **settings)["refused"]
        assert "\n" not in sentence
        return sentence

    def seen(self) -> dict[str, Any]:
        """What it holds: names of pictures, groups and accounts, files that are lost, sessions."""
        found: dict[str, Any] = json.loads(self.runs(LOOK))
        return found

    def _asked(self, request: dict[str, Any], **settings: str) -> dict[str, str]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps(request | {"settings": settings}), file=self.process.stdin, flush=True)
        answer: dict[str, str] = json.loads(self.process.stdout.readline())
        return answer
