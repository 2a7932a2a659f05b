"""Makes sizes of a picture that has been cleaned: all that are wanted, from one decoding."""

import io
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "sandbox/workers"))

from confinement import (  # type: ignore[import-not-found]
    answer,
    confined_request,
    refuse,
)


def main() -> None:
    request = confined_request()
    import PIL.AvifImagePlugin  # noqa: PLC0415 - only once the limits are in force
    import PIL.Image  # noqa: PLC0415

    # Each thread has a stack, which the limit of memory counts.
    PIL.AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    # The site's limit held when the picture was cleaned.
    PIL.Image.MAX_IMAGE_PIXELS = None
    try:
        picture = PIL.Image.open("source")
        picture.load()
    except OSError as error:
        refuse("unreadable", repr(error))
        return
    made = [_made(picture, wanted) for wanted in request["wanted"]]
    answer({}, made)


def _made(picture: Any, wanted: Any) -> bytes:
    from PIL import Image  # noqa: PLC0415

    size, box = tuple(wanted["size"]), tuple(wanted["box"])
    pixels = picture
    if size != picture.size or box != (0, 0, *picture.size):
        pixels = picture.resize(size, Image.Resampling.LANCZOS, box=box)
    return _encoded(pixels, wanted)


def _encoded(pixels: Any, wanted: Any) -> bytes:
    if wanted["background"] is not None and pixels.mode == "RGBA":
        from PIL import Image  # noqa: PLC0415

        sheet = Image.new("RGBA", pixels.size, tuple(wanted["background"]))
        pixels = Image.alpha_composite(sheet, pixels).convert("RGB")
    output = io.BytesIO()
    pixels.save(output, wanted["format"], **wanted["options"])
    return output.getvalue()


if __name__ == "__main__":
    main()
