"""What is changed of wagtail-localize: nothing of it may write what readers see.

What may be called instead stands in ``drafts`` and ``segments``.
"""

from django.db.models.signals import post_delete, post_save
from wagtail_localize import models, strings
from wagtail_localize.segments import extract

from cms.pages import language_spans
from cms.patches import Change, Patch, PrivateUse, Silence, TakenTemplate

from .drafts import refuse_to_write, save_target
from .segments.entering import enter_segments
from .segments.strings import passages_of

SEEN_IN = "wagtail-localize 1.14.5"
PATCHES: tuple[Change, ...] = (
    Patch(
        owner=models.Translation,
        name="save_target",
        instead=save_target,
        reason="It writes the live row first, and makes a revision of it afterwards.",
        seen_in=SEEN_IN,
        digest="d63133399d2c3e40",
    ),
    Patch(
        owner=models.TranslationSource,
        name="create_or_update_translation",
        instead=refuse_to_write,
        reason="It writes the live row, whoever asks for it.",
        seen_in=SEEN_IN,
        digest="4c68c20a8ba2648b",
    ),
    Patch(
        owner=models.TranslationSource,
        name="refresh_segments",
        instead=enter_segments,
        reason="It enters segments one by one, with some twenty queries each.",
        seen_in=SEEN_IN,
        digest="7ff37186de01fbb0",
    ),
    Patch(
        owner=extract,
        name="extract_strings",
        instead=passages_of,
        reason="It stops at a list within a link: the page could not be translated at all.",
        seen_in=SEEN_IN,
        digest="56ff4276f32a873b",
    ),
    Silence(
        signal=post_save,
        receiver=models.post_save_string_translation,
        sender=models.StringTranslation,
        reason="It writes a title that is being typed into the page's row, tags and all.",
        seen_in=SEEN_IN,
        digest="9ffe5f167c48367b",
    ),
    Silence(
        signal=post_delete,
        receiver=models.post_delete_string_translation,
        sender=models.StringTranslation,
        reason="It writes the source's title into the page's row.",
        seen_in=SEEN_IN,
        digest="259348a81a85c558",
    ),
    Patch(
        owner=strings,
        name="INLINE_TAGS",
        # A footnote's superscript number stands within a sentence. Unless it counts as inline,
        # the sentence is cut in two at the number, and translators get the halves. So do words
        # in another language.
        instead=[*strings.INLINE_TAGS, "sup", *language_spans.FEATURES],
        reason="Sentences would be cut at footnotes and at words in another language.",
        seen_in=SEEN_IN,
        digest="dc24923b095fa7ba",
    ),
    PrivateUse(
        owner=models.TranslationContext,
        name="_get_path_id",
        reason="Rows are made in bulk, so the numbers of their paths are asked for.",
        seen_in=SEEN_IN,
        digest="1f67364f56a74021",
    ),
    PrivateUse(
        owner=models.String,
        name="_get_data_hash",
        reason="Rows are made in bulk, so the hashes of their texts are asked for.",
        seen_in=SEEN_IN,
        digest="44cb090c0ce2ce28",
    ),
    TakenTemplate(
        package="wagtail_localize",
        name="wagtail_localize/admin/submit_translation.html",
        reason="It holds a script, which the content policy forbids.",
        seen_in=SEEN_IN,
        digest="f11cd525d207f37c",
    ),
)


def install() -> None:
    """Put each where wagtail-localize looks for its own."""
    for patch in PATCHES:
        patch.install()
