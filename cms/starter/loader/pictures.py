"""Pictures of starter content: taken from their files when they are first needed, each once."""

import io
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import PIL.Image
from django.core.files.base import ContentFile

from cms.access.reconcile import shared_collection
from cms.media.models import Image
from cms.media.people import People

from .checks import plain_errors
from .files import PICTURES, StarterPlace, Table, read_beside

TITLES = f"{PICTURES}/titles.toml"


@dataclass
class Pictures:
    """Stores the pictures of a starter folder; ``scale`` makes smaller ones, for tests."""

    folder: Path
    scale: float = 1.0
    images: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def titles(self) -> Table:
        """What each picture is called, by its name."""
        file = read_beside(self.folder, TITLES)
        return {} if file is None else file.table

    def image_id(self, name: str, place: StarterPlace) -> int:
        """Return the id of the image that holds the artwork ``name``."""
        if name not in self.titles:
            known = ", ".join(sorted(self.titles))
            raise place.error(f"there is no artwork “{name}”. Known: {known}.")
        if name not in self.images:
            self.images[name] = self._stored(name)
        return int(self.images[name].pk)

    def _stored(self, name: str) -> Any:
        place = StarterPlace(f"{PICTURES}/{name}.png")
        path = self.folder / place.file
        if not path.exists():
            raise place.error(f"{TITLES} names this picture, and there is no such file.")
        content = path.read_bytes() if self.scale == 1 else _smaller(path, self.scale)
        with plain_errors(place):
            image = Image(file=ContentFile(content, name=path.name), people=People.NOBODY)
        image.title = self.titles[name]
        # Where every chapter may choose it, for its own page too.
        image.collection = shared_collection()
        with plain_errors(StarterPlace(TITLES).inside(name)):
            image.full_clean(exclude=["width", "height"])
        image.save()
        return image

    def discard(self) -> None:
        """Remove the files again, after the rows were rolled back."""
        for image in self.images.values():
            image.file.storage.delete(image.file.name)


def _smaller(path: Path, scale: float) -> bytes:
    """Return the picture with its sides multiplied by ``scale``, as a PNG file."""
    with PIL.Image.open(path) as picture:
        size = (round(picture.width * scale), round(picture.height * scale))
        # In true color: between two inks of a palette there is nothing to shade an edge with.
        smaller = picture.convert("RGB").resize(size, PIL.Image.Resampling.BOX)
    output = io.BytesIO()
    smaller.save(output, "PNG")
    return output.getvalue()
