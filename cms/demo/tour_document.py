"""`docs/tour.md`, written from the steps of the tour."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from .tour import STEPS, Step

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "tour.md"
PICTURES = "../cms/demo/static"
SITE = "http://127.0.0.1:8000"

BEGINNING = f"""# A tour of five minutes

Start the site with `make run`, and open it at <{SITE}/>. The same tour stands in the admin, under
Help, in the language of your account. `make pictures` walks it in a browser and keeps what it sees.
"""


def tour_document() -> str:
    """Return the whole document, in English."""
    with override("en"):
        steps = [_step(number, step) for number, step in enumerate(STEPS, start=1)]
    return "\n".join([BEGINNING, *steps])


def _step(number: int, step: Step) -> str:
    whom = f" Sign in as `{step.account}`." if step.account else ""
    return (
        f"## {number}. {step.title}\n\n"
        f"<{SITE}{step.address}>.{whom}\n\n"
        f"{step.text}\n\n"
        f"![{step.seen}]({PICTURES}/{step.picture})\n"
    )
