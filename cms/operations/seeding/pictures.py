"""Pictures of starter content: drawn when they are first needed, each once."""

from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from cms.operations.artwork import ARTWORK, draw

from .files import Place


@dataclass
class Pictures:
    """Draws and stores pictures; ``scale`` makes smaller ones, for tests."""

    scale: float = 1.0
    images: dict[str, Any] = field(default_factory=dict)

    def image_id(self, name: str, place: Place) -> int:
        """Return the id of the image that holds the artwork ``name``."""
        if name not in ARTWORK:
            raise place.error(f"there is no artwork “{name}”. Known: {', '.join(sorted(ARTWORK))}.")
        if name not in self.images:
            content = ContentFile(draw(name, self.scale), name=f"{name}.png")
            image = get_image_model()(title=ARTWORK[name].title, file=content)
            image.full_clean(exclude=["width", "height"])
            image.save()
            self.images[name] = image
        return int(self.images[name].pk)

    def discard(self) -> None:
        """Remove the files again, after the rows were rolled back."""
        for image in self.images.values():
            image.file.storage.delete(image.file.name)
