"""What the editor shows of machine drafts."""

from dataclasses import dataclass

from django import template
from wagtail_localize.models import Translation

from cms.translation.drafts import is_record
from cms.translation.machinery.server import is_configured
from cms.translation.models import MachineDraft

register = template.Library()


@dataclass(frozen=True)
class Machine:
    """Whether a machine can be asked, and what came of the last time."""

    can_be_asked: bool
    draft: MachineDraft | None


@register.simple_tag
def machine_of(translation: Translation) -> Machine:
    """What there is to say and to press; nothing is asked of the database where no server is."""
    if not is_configured() or is_record(translation):
        return Machine(can_be_asked=False, draft=None)
    return Machine(True, MachineDraft.objects.filter(translation=translation).first())
